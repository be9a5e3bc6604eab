import { type Model, signal } from '@preact/signals';
import { render } from 'preact';
import { toReason } from '../interview/completion.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { Emit } from '../model/host-events.ts';
import { isStoredInterview } from '../model/session.ts';
import { isStoredWidget, WidgetModel, type WidgetState } from '../model/widget-model.ts';
import { createStoredRecord, forgetOtherPersist, type Persist } from '../page/storage.ts';
import { createLazyProxyClient } from '../wire/lazy-proxy-client.ts';
import { containKeyUps } from './contain-events.ts';
import { createFocusReturn, trackFocus } from './focus.ts';
import { createHostEventEmitter } from './host-event-emitter.ts';
import inlineCss from './inline.css?inline';
import type { WidgetHandle } from './interview-handle.ts';
import { loadDeferredModel } from './load-deferred.ts';
import { onceInUse } from './once-in-use.ts';
import type { ResolvedOptions } from './options.ts';
import { interviewKey, notOfferedKey, reportsKey } from './storage-keys.ts';
import { adoptStyleSheet } from './style-sheets.ts';
import type { FirstTexts } from './texts.ts';
import type { ViewProps } from './view-props.ts';
import { Widget } from './Widget.tsx';
import { watchTriggers } from './watch-triggers.ts';
import css from './widget.css?inline';
import { createEnglish, isEnglish, loadWidgetLanguage } from './widget-language.ts';

/** What the script tag's loader has done before the widget's code was there. */
export interface LoaderProgress {
  /** The response to the `start` that it has sent; undefined if it has sent none. */
  earlyStart?: Promise<Response> | undefined;
  /** Set once the widget starts interviews by itself. */
  isLoaded?: boolean;
}

/**
 * Draws a widget into a shadow root that has the launcher's style sheet already. `mount`, the
 * element and the script tag all end here.
 *
 * @param onDestroy undoes what the caller has done
 * @param loader what the script tag's loader has done already
 */
export function attachWidget(
  root: ShadowRoot,
  options: ResolvedOptions,
  onDestroy = () => {},
  loader?: LoaderProgress,
): WidgetHandle {
  const { host } = root;
  const isInline = options.mode === 'inline';
  const key = interviewKey(options.proxy, options.study);
  const lifetime = new AbortController();
  const { signal: destroyed } = lifetime;
  adoptStyleSheet(root, 'widget', css);
  if (isInline) adoptStyleSheet(root, 'inline', inlineCss);

  trackFocus(root, { signal: destroyed });
  containKeyUps({ signal: destroyed });
  const focusReturn = createFocusReturn(root, () => options.trigger === 'launcher');
  const events = createHostEventEmitter(host);
  const emit: Emit = (name, detail) => {
    if (name === 'koji-close') focusReturn.onClose();
    events.emit(name, detail);
  };

  let language = createEnglish(options);
  /** Kept with the model: a polyfill that the page loads later replaces `Symbol.dispose`. */
  let disposeModel = () => {};
  const createModel = (earlyStart?: Promise<Response>) => {
    const created = createWidgetModel(options, host, emit, () => language.texts, startAfresh, earlyStart);
    disposeModel = created[Symbol.dispose];
    return created;
  };
  /** Whether the widget is open because the previous page was left with it open. */
  let wasReopened = false;
  /** A restart replaces the model. */
  const model = signal(createModel(loader?.earlyStart));

  const done = options.once
    ? createStoredRecord(notOfferedKey(key, options.once), options.once.split(':')[0] as Persist)
    : null;
  const isOffered = () => !(done?.read() && !model.value.interview.running.value);

  const open = (isUnasked = false) => {
    if (!model.value.isOpen.value) focusReturn.onOpen(isUnasked);
    model.value.open();
  };
  const onRestart = () => {
    const draft = model.value.draft.value;
    disposeModel();
    model.value = createModel();
    // The new interview keeps what was being typed.
    model.value.draft.value = draft;
    model.value.open();
  };
  /** Somebody else is signed in now: nothing of the interview before is shown, or opens by itself. */
  function startAfresh() {
    queueMicrotask(() => {
      if (destroyed.aborted) return;
      const { isOpen, interview } = model.value;
      const isAskedFor = isOpen.value && !wasReopened && interview.interviewId.value === null;
      disposeModel();
      model.value = createModel();
      if (isInline || isAskedFor) model.value.open();
    });
  }
  const onFeedback: ViewProps['onFeedback'] = (rating, message) =>
    emit('koji-feedback', { interviewId: model.value.interview.interviewId.value ?? '', rating, message });
  watchTriggers(host, key, options, argument => open(argument === true), destroyed);

  const App = () => (
    <Widget
      {...language}
      model={model.value}
      options={options}
      root={root}
      isOffered={isOffered}
      emit={emit}
      onFeedback={onFeedback}
      onRestart={onRestart}
    />
  );
  const draw = () => {
    if (destroyed.aborted) return;
    // Removes the launcher that the loader has painted.
    root.replaceChildren();
    render(<App />, root);
  };
  const drawInTime = () => {
    // A painted launcher stays until it is used: replaced under a finger, it would lose the press.
    if (loader) onceInUse(model.value, draw, destroyed);
    else draw();
  };
  if (isEnglish(options.locale)) drawInTime();
  else {
    loadWidgetLanguage(options).then(loaded => {
      language = loaded;
      drawInTime();
    });
  }

  // Later, so that the caller can add listeners first.
  queueMicrotask(() => {
    if (destroyed.aborted) return;
    events.emitReady();
    const widget = model.value;
    wasReopened = widget.wasOpenBeforeReload();
    if (wasReopened) widget.open();
    // The respondent is still on the page, so a running interview goes on while it is closed.
    else if (widget.interview.hasStoredInterview()) void (isInline ? widget.open() : widget.interview.start());
  });

  /** Makes a method of the handle, which does nothing once the widget is destroyed. */
  const untilDestroyed =
    <Args extends unknown[]>(method: (...args: Args) => void) =>
    (...args: Args) => {
      if (!destroyed.aborted) method(...args);
    };
  return {
    // Only a trigger passes `true`. A click listener passes its event: the visitor has asked for it.
    open: untilDestroyed((isUnasked?: unknown) => open(isUnasked === true)),
    close: untilDestroyed(() => model.value.close()),
    complete: untilDestroyed((reason?: unknown) => void model.value.interview.complete(toReason(reason))),
    setRespondent: untilDestroyed((respondent: Respondent | undefined) =>
      model.value.interview.setRespondent(respondent),
    ),
    destroy: untilDestroyed(() => {
      lifetime.abort();
      disposeModel();
      render(null, root);
      // Another widget in this element may have another mode.
      root.adoptedStyleSheets = [];
      onDestroy();
    }),
    get status() {
      return model.value.interview.state.value.phase;
    },
  };
}

function createWidgetModel(
  options: ResolvedOptions,
  host: Element,
  emit: Emit,
  getTexts: () => FirstTexts,
  onOtherRespondent: () => void,
  earlyStart: Promise<Response> | undefined,
): Model<WidgetState> {
  const { persist } = options;
  const key = interviewKey(options.proxy, options.study);
  const widgetKey = `${key}:widget`;
  for (const name of [key, widgetKey]) forgetOtherPersist(name, persist);
  return new WidgetModel({
    ...options,
    onOtherRespondent,
    loadDeferred: loadDeferredModel,
    client: createLazyProxyClient(options.proxy, {
      earlyStart,
      loadClient: async () => (await loadDeferredModel()).createProxyClient(options.proxy),
    }),
    name: key,
    storedInterview: createStoredRecord(key, persist, isStoredInterview),
    storedWidget: createStoredRecord(widgetKey, persist, isStoredWidget),
    unsentReports: createStoredRecord(reportsKey(key), 'visitor', Array.isArray),
    // With `visitor`, the stored interview is resumed on the next visit instead.
    keepsUnsentReports: persist === 'tab',
    proxyBase: options.proxy,
    widgetElement: host,
    isAlwaysOpen: options.mode === 'inline',
    emit,
    getYesNoTexts: getTexts,
  });
}
