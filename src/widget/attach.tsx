import { signal } from '@preact/signals-core';
import { render } from 'preact';
import type { Reason } from '../interview/completion.ts';
import type { Phase } from '../interview/lifecycle.ts';
import type { Emit, InterviewEvents } from '../model/announce.ts';
import { WidgetModel, type WidgetState } from '../model/widget-model.ts';
import { createMemory } from '../page/memory.ts';
import { createProxyClient } from '../wire/proxy-client.ts';
import { invite, watchFocus } from './focus.ts';
import { inWords } from './in-words.ts';
import { isUnbidden, type Settled } from './options.ts';
import { adopt } from './style-sheets.ts';
import { FIRST_TEXTS } from './texts.ts';
import { view } from './view.ts';
import { type Parts, Widget } from './Widget.tsx';
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

/** What the widget speaks. */
type Spoken = Pick<Parts, 'locale' | 'dir' | 'texts'>;

/**
 * Puts the widget into a root that has the launcher's style already. The three doors all come down to this.
 *
 * @param onDestroy what the door has to undo, besides what is undone here
 */
export function attach(root: ShadowRoot, settings: Settled, onDestroy = () => {}): InterviewHandle {
  const { host } = root;
  adopt(root, 'widget', css);
  const isInline = settings.mode === 'inline';
  const tell: Emit = (name, detail) => {
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  };
  let isReady = false;
  const tellReady = () => {
    if (isReady) return;
    isReady = true;
    tell('koji:ready', null);
  };
  const emit: Emit = (name, detail) => {
    tellReady();
    tell(name, detail);
  };
  let language: Spoken = { locale: 'en', dir: 'ltr', texts: { ...FIRST_TEXTS, ...settings.texts } };
  const name = `koji:${settings.proxy}:${settings.study ?? ''}`;
  const create = () =>
    new WidgetModel({
      client: createProxyClient(settings.proxy),
      name,
      memory: createMemory(name, settings.persist),
      widgetMemory: createMemory(`${name}:widget`, settings.persist),
      // A visitor who is remembered takes the interview up again instead.
      unsent: createMemory(name, settings.persist === 'tab' ? 'visitor' : 'none'),
      base: settings.proxy,
      study: settings.study,
      locale: settings.locale,
      respondent: settings.respondent,
      maxDuration: settings.maxDuration,
      consent: settings.consent,
      alwaysOpen: isInline,
      emit,
      inWords: (question, value) => inWords(language.texts, question, value),
    });
  const model = signal(create());
  const unwatchFocus = watchFocus(root);

  const onFeedback: Parts['onFeedback'] = (rating, message) =>
    emit('koji:feedback', { interviewId: model.value.interview.interviewId.value ?? '', rating, message });
  const restart = () => {
    const { draft } = model.value;
    model.value[Symbol.dispose]();
    model.value = create();
    // What was being typed is not lost with the interview.
    model.value.draft.value = draft.value;
    model.value.open();
  };
  const App = view(() => (
    <Widget
      {...language}
      model={model.value}
      settings={settings}
      root={root}
      onFeedback={onFeedback}
      onRestart={restart}
    />
  ));
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
  host.addEventListener('koji:close', () => {
    // Our own launcher takes it, where there is one.
    const hasFocus = root.activeElement && settings.trigger !== 'launcher';
    if (hasFocus) opener?.focus({ preventScroll: true });
  });
  const unwatchTrigger = watchTrigger(host, name, settings, open);

  let isDestroyed = false;
  const draw = () => {
    if (isDestroyed) return;
    // Whatever a loader has painted here for the time being goes.
    root.replaceChildren();
    render(<App />, root);
  };
  if (/^en\b/i.test(settings.locale)) draw();
  else {
    import('./languages/languages.ts')
      .then(({ loadLanguage }) => loadLanguage(settings.locale))
      .then(spoken => {
        if (spoken) language = { ...spoken, locale: settings.locale, texts: { ...spoken.texts, ...settings.texts } };
      })
      // Better in English than not at all.
      .catch(() => {})
      .then(draw);
  }

  // A moment later, so that who mounts it can listen first.
  queueMicrotask(() => {
    if (isDestroyed) return;
    tellReady();
    // A running interview goes on with the page, also where its conversation is closed: its respondent is still here.
    if (isInline || model.value.wasOpen()) model.value.open();
    else if (model.value.interview.remembered()) void model.value.interview.start();
  });
  const whileAlive =
    <Args extends unknown[]>(act: (widget: WidgetState, ...args: Args) => void) =>
    (...args: Args) => {
      if (!isDestroyed) act(model.value, ...args);
    };
  return {
    open: whileAlive((_, isUnasked?: unknown) => open(isUnasked)),
    close: whileAlive(widget => widget.close()),
    complete: whileAlive((widget, reason: Reason = 'manual') => void widget.interview.complete(reason)),
    destroy: whileAlive(() => {
      isDestroyed = true;
      model.value[Symbol.dispose]();
      unwatchTrigger();
      unwatchFocus();
      render(null, root);
      onDestroy();
    }),
    get status() {
      return model.value.interview.state.value.phase;
    },
    on(event, listener) {
      host.addEventListener(event, listener as EventListener);
      return () => host.removeEventListener(event, listener as EventListener);
    },
  };
}

/** What opens it besides our own launcher. A host's own button has one listener for the page, so that it may come and go. */
function watchTrigger(host: Element, name: string, settings: Settled, open: (isUnasked?: true) => void) {
  const { trigger, mode } = settings;
  if (mode === 'inline') return () => {};
  if (isUnbidden(trigger)) {
    const watching = import('../page/triggers.ts').then(
      ({ watch }) => watch(host, name, settings, () => open(true)),
      // Where it can't be had, nothing opens by itself.
      () => () => {},
    );
    return () => void watching.then(stop => stop());
  }
  // "launcher" and "manual" read like selectors, of nothing.
  const onClick = (event: Event) => {
    if ((event.target as Element).closest?.(trigger)) open();
  };
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}
