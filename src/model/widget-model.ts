import { batch, computed, createModel, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Failure } from '../interview/failures.ts';
import { type AnswerValue, getInitialOrder } from '../interview/questions.ts';
import type { StoredRecord } from '../page/storage.ts';
import type { YesNoTexts } from './format-answer.ts';
import { type Emit, emitHostEvents } from './host-events.ts';
import { type DeferredModel, type Interview, InterviewModel, type InterviewSettings } from './interview-model.ts';
import type { PageReportSettings } from './page-reports.ts';
import type { PendingMessage, SubmitContext } from './submit-answer.ts';
import { toFailure } from './to-failure.ts';

/** What the tab keeps of the widget itself, besides the interview. */
export interface StoredWidget {
  open: boolean;
  draft: string;
  /** The message on its way; null when none is. */
  pendingMessage: PendingMessage | null;
}

export interface WidgetSettings extends InterviewSettings, PageReportSettings {
  /** Whether the respondent is asked before anything is sent or stored. */
  consent: boolean;
  /** Whether the conversation is always in sight (`inline`): then it can't be closed. */
  isAlwaysOpen: boolean;
  storedWidget: StoredRecord<StoredWidget>;
  emit: Emit;
  getYesNoTexts(): YesNoTexts;
}

export interface WidgetState {
  interview: Interview;
  isOpen: ReadonlySignal<boolean>;
  /** Whether it was open when the page was left, with an interview that still runs. */
  wasOpenBeforeReload(): boolean;
  draft: Signal<string>;
  /** The value chosen with the control of the open question, always a fitting one; undefined where none is yet. */
  chosenValue: Signal<AnswerValue | undefined>;
  /** Whether what is there can be sent. */
  canSend: ReadonlySignal<boolean>;
  /** Whether "End the interview?" is being asked. */
  isConfirmingEnd: Signal<boolean>;
  /** Why the last message was not sent; null when all is well. */
  sendFailure: ReadonlySignal<Failure | null>;
  /** Milliseconds left; null without a limit. */
  millisecondsLeft: ReadonlySignal<number | null>;
  /** Whether the interview has concluded and its closing words are still being read. */
  isShowingClosingMessage: ReadonlySignal<boolean>;
  open(): void;
  close(): void;
  begin(): void;
  /** "Not now": nothing was sent or stored. */
  declineConsent(): void;
  /** "End now". */
  endInterview(): void;
  send(): Promise<void>;
}

/** The widget around an interview: open or closed, what is being typed or chosen, what is being asked. */
export const WidgetModel = createModel((settings: WidgetSettings): WidgetState => {
  const { emit, storedWidget, unsentReports, loadDeferred } = settings;
  const interview = new InterviewModel(settings);
  const kept = interview.hasStoredInterview() ? storedWidget.read() : null;
  const isOpen = signal(false);
  const draft = signal(kept?.draft ?? '');
  const pendingMessage = signal(kept?.pendingMessage ?? null);
  const chosenValue = signal<AnswerValue | undefined>(undefined);
  const isConfirmingEnd = signal(false);
  const sendFailure = signal<Failure | null>(null);
  const millisecondsLeft = signal<number | null>(null);
  const isShowingClosingMessage = signal(false);

  let later: DeferredModel | undefined;
  const saying: SubmitContext = {
    interview,
    draft,
    chosenValue,
    pendingMessage,
    sendFailure,
    emit,
    getYesNoTexts: settings.getYesNoTexts,
  };

  emitHostEvents(interview, emit);

  const isRunning = computed(() => interview.running.value !== null);
  effect(() => {
    if (!isRunning.value) return;
    let isOver = false;
    let stop = () => {};
    loadDeferred().then(
      loaded => {
        later = loaded;
        if (isOver) return;
        stop = loaded.startBackgroundTasks(settings, interview, { millisecondsLeft, isShowingClosingMessage });
        const message = pendingMessage.peek();
        if (message && message === kept?.pendingMessage) loaded.resubmitAnswer(saying, message);
      },
      // The proxy's lease ends what no page reports of.
      () => {},
    );
    return () => {
      isOver = true;
      stop();
    };
  });
  if (unsentReports.read())
    loadDeferred().then(({ flushUnsentReports }) => flushUnsentReports(settings.client, unsentReports));

  // A new question begins with a clean control.
  const openQuestion = computed(() => interview.question.value?.id ?? null);
  let asked: string | null = null;
  effect(() => {
    if (openQuestion.value === asked) return;
    asked = openQuestion.value;
    chosenValue.value = undefined;
  });

  // Nothing typed is lost with the page; and nothing is stored where no interview is running.
  effect(() => {
    const record = { open: isOpen.value, draft: draft.value, pendingMessage: pendingMessage.value };
    if (interview.running.value) storedWidget.write(record);
    else if (['completed', 'failed'].includes(interview.state.value.phase) && !interview.hasStoredInterview())
      storedWidget.clear();
  });

  function begin(): void {
    if (settings.consent && interview.state.value.phase === 'idle' && !interview.hasStoredInterview())
      interview.requestConsent();
    else void interview.start();
  }

  function open(): void {
    if (isOpen.value) return;
    isOpen.value = true;
    emit('koji-open', null);
    if (interview.state.value.phase === 'idle') begin();
  }

  function close(): void {
    if (!isOpen.value || settings.isAlwaysOpen) return;
    batch(() => {
      isOpen.value = false;
      isConfirmingEnd.value = false;
      interview.declineConsent();
    });
    emit('koji-close', null);
  }

  return {
    interview,
    isOpen,
    wasOpenBeforeReload: () => kept?.open ?? false,
    draft,
    chosenValue,
    isConfirmingEnd,
    sendFailure,
    millisecondsLeft,
    isShowingClosingMessage,
    canSend: computed(
      () =>
        interview.state.value.phase === 'active' &&
        (chosenValue.value !== undefined ||
          draft.value.trim().length > 0 ||
          getInitialOrder(interview.question.value) !== undefined),
    ),
    open,
    close,
    begin,
    declineConsent() {
      interview.declineConsent();
      close();
    },
    endInterview() {
      isConfirmingEnd.value = false;
      void interview.complete('respondent_left');
    },
    async send() {
      try {
        // Until its code is there, and where it can't be had, what was typed stays where it is.
        later ??= await loadDeferred();
        await later.submitAnswer(saying);
      } catch (error) {
        sendFailure.value = toFailure(error);
        emit('koji-error', sendFailure.value);
      }
    },
  };
});
