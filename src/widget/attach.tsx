import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { Reason } from '../interview/completion.ts';
import type { Phase } from '../interview/lifecycle.ts';
import type { Emit, InterviewEvents } from '../model/host-events.ts';
import { WidgetModel, type WidgetState } from '../model/widget-model.ts';
import { createStoredRecord, type Persist } from '../page/storage.ts';
import { createProxyClient } from '../wire/proxy-client.ts';
import { invite, watchFocus } from './focus.ts';
import { loadDeferredModel } from './load-deferred.ts';
import { isAutoTrigger, type ResolvedOptions } from './options.ts';
import { adoptStyleSheet } from './style-sheets.ts';
import { FIRST_TEXTS } from './texts.ts';
import type { ViewProps } from './view-props.ts';
import { Widget } from './Widget.tsx';
import css from './widget.css?inline';

/** What a host holds of an interview it has mounted. */
export interface InterviewHandle {
  /** Opens the conversation and starts the interview, or takes a running one up again. */
  open(): void;
  /** Closes it; a running interview goes on and can be opened again. No meaning inline. */
  close(): void;
  /** Completes a running interview, by default as `manual`. The first reason wins; without a running interview nothing happens. */
  complete(reason?: Reason): void;
  /** Takes everything off the page. A running interview is not ended: mounted again, it goes on. */
  destroy(): void;
  /** Where the interview is. */
  readonly status: Phase;
  /** Listens to an event, as `addEventListener` on the element would; gives back its undo. */
  on<Name extends keyof InterviewEvents>(
    event: Name,
    listener: (event: CustomEvent<InterviewEvents[Name]>) => void,
  ): () => void;
}

/** What a door holds, which knows the host element itself. */
export type WidgetHandle = Omit<InterviewHandle, 'on'>;

/** What the widget speaks. */
type Spoken = Pick<ViewProps, 'locale' | 'dir' | 'texts'>;

/**
 * Puts the widget into a root that has the launcher's style already. The three doors all come down to this.
 *
 * @param onDestroy what the door has to undo, besides what is undone here
 * @param isPainted whether what is to be seen of a widget that nobody has opened is there already
 */
export function attach(
  root: ShadowRoot,
  settings: ResolvedOptions,
  onDestroy = () => {},
  isPainted = false,
): WidgetHandle {
  const { host } = root;
  adoptStyleSheet(root, 'widget', css);
  const isInline = settings.mode === 'inline';
  const name = `koji:${settings.proxy}:${settings.study ?? ''}`;
  const tell: Emit = (name, detail) => {
    // Our own launcher takes the focus, where there is one.
    if (name === 'koji-close' && root.activeElement && settings.trigger !== 'launcher')
      opener?.focus({ preventScroll: true });
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  };
  let tellReady = () => {
    tellReady = () => {};
    tell('koji-ready', null);
  };
  const emit: Emit = (name, detail) => {
    tellReady();
    tell(name, detail);
  };
  let language: Spoken = { locale: 'en', dir: 'ltr', texts: { ...FIRST_TEXTS, ...settings.texts } };
  const create = () =>
    new WidgetModel({
      ...settings,
      loadDeferred: loadDeferredModel,
      client: createProxyClient(settings.proxy),
      name,
      storedInterview: createStoredRecord(name, settings.persist),
      storedWidget: createStoredRecord(`${name}:widget`, settings.persist),
      // A visitor who is remembered takes the interview up again instead.
      unsentReports: createStoredRecord(name, settings.persist === 'tab' ? 'visitor' : 'none'),
      proxyBase: settings.proxy,
      widgetElement: host,
      isAlwaysOpen: isInline,
      emit,
      getYesNoTexts: () => language.texts,
    });
  const model = signal(create());
  const ending = new AbortController();
  const { signal: life } = ending;
  watchFocus(root, { signal: life });
  const done = createStoredRecord(`${name}:${settings.once}`, settings.once?.split(':')[0] as Persist);
  const isOffered = () => !(done.read() && !model.value.interview.running.value);

  const onFeedback: ViewProps['onFeedback'] = (rating, message) =>
    emit('koji-feedback', { interviewId: model.value.interview.interviewId.value ?? '', rating, message });
  const restart = () => {
    const { draft } = model.value;
    model.value[Symbol.dispose]();
    model.value = create();
    // What was being typed is not lost with the interview.
    model.value.draft.value = draft.value;
    model.value.open();
  };
  const App = () => (
    <Widget
      {...language}
      model={model.value}
      options={settings}
      root={root}
      isOffered={isOffered}
      onFeedback={onFeedback}
      onRestart={restart}
    />
  );
  /** Where the focus was when the visitor opened it, for when it is closed again. */
  let opener: HTMLElement | null = null;
  const open = (isUnasked?: unknown) => {
    if (!model.value.isOpen.value) {
      opener = document.activeElement as HTMLElement | null;
      // Whoever did not ask for it keeps the focus. A listener that is handed an event has been asked.
      if (isUnasked !== true) invite(root);
    }
    model.value.open();
  };
  watchTrigger(host, name, settings, open, life);

  const draw = () => {
    if (life.aborted) return;
    // Whatever a loader has painted here for the time being goes.
    root.replaceChildren();
    render(<App />, root);
  };
  /** A launcher that nobody has pressed stays under the finger that may be about to: drawn anew, it would lose the press. */
  const drawInTime = () => {
    if (!isPainted) return draw();
    const isDue = new Promise<void>(resolve =>
      effect(() => {
        const { isOpen, interview } = model.value;
        if (isOpen.value || interview.state.value.phase !== 'idle') resolve();
      }),
    );
    // First the interview is asked for, which takes longest.
    isDue.then(() => setTimeout(draw));
  };
  if (/^en\b/i.test(settings.locale)) drawInTime();
  else {
    import('./languages/languages.ts')
      .then(({ loadLanguage }) => loadLanguage(settings.locale))
      .then(spoken => {
        if (spoken) language = { ...spoken, locale: settings.locale, texts: { ...spoken.texts, ...settings.texts } };
      })
      // Better in English than not at all.
      .catch(() => {})
      .then(drawInTime);
  }

  // A moment later, so that who mounts it can listen first.
  queueMicrotask(() => {
    if (life.aborted) return;
    tellReady();
    // A running interview goes on with the page, also where its conversation is closed: its respondent is still here.
    if (model.value.wasOpenBeforeReload() || (isInline && isOffered())) model.value.open();
    else if (model.value.interview.hasStoredInterview()) void model.value.interview.start();
  });
  const whileAlive =
    <Args extends unknown[]>(act: (widget: WidgetState, ...args: Args) => void) =>
    (...args: Args) => {
      if (!life.aborted) act(model.value, ...args);
    };
  return {
    open: whileAlive((_, isUnasked?: unknown) => open(isUnasked)),
    close: whileAlive(widget => widget.close()),
    complete: whileAlive((widget, reason: Reason = 'manual') => void widget.interview.complete(reason)),
    destroy: whileAlive(() => {
      ending.abort();
      model.value[Symbol.dispose]();
      render(null, root);
      onDestroy();
    }),
    get status() {
      return model.value.interview.state.value.phase;
    },
  };
}

/** What opens it besides our own launcher. A host's own button has one listener for the page, so that it may come and go. */
function watchTrigger(
  host: Element,
  name: string,
  settings: ResolvedOptions,
  open: (isUnasked?: true) => void,
  signal: AbortSignal,
) {
  const { trigger, mode, once } = settings;
  const isUnasked = isAutoTrigger(trigger);
  if (once || isUnasked) {
    import('../page/triggers.ts').then(
      ({ start }) =>
        signal.aborted || signal.addEventListener('abort', start(host, { dataset: settings }, name, { open })),
      // Where it can't be had, nothing opens by itself.
      () => {},
    );
  }
  // "launcher" and "manual" read like selectors, of nothing.
  if (!isUnasked && mode !== 'inline')
    document.addEventListener('click', ({ target }) => (target as Element).closest?.(trigger) && open(), { signal });
}
