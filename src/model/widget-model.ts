import {
  batch,
  computed,
  createModel,
  effect,
  type ModelConstructor,
  type ReadonlySignal,
  type Signal,
  signal,
} from '@preact/signals';
import type { Failure } from '../interview/failures.ts';
import { type AnswerValue, getInitialOrder } from '../interview/questions.ts';
import type { StoredRecord } from '../page/storage.ts';
import type { YesNoTexts } from './format-answer.ts';
import { type Emit, emitHostEvents } from './host-events.ts';
import type { Interview } from './interview.ts';
import { type DeferredModel, InterviewModel, type InterviewSettings } from './interview-model.ts';
import type { PageReportSettings } from './page-reports.ts';
import type { PendingMessage, SubmitContext } from './submit-answer.ts';
import { toFailure } from './to-failure.ts';

/** See `isStoredInterview`. */
export const isStoredWidget = ({ draft }: StoredWidget): boolean => typeof draft === 'string';

/** What the browser stores of the widget while an interview is running. */
export interface StoredWidget {
  open: boolean;
  draft: string;
  /** `null` when no message is being sent. */
  pendingMessage: PendingMessage | null;
}

export interface WidgetSettings extends InterviewSettings, PageReportSettings {
  /** Whether to ask for consent before anything is sent or stored. */
  consent: boolean;
  /** Whether the conversation is always visible (mode `inline`) and cannot be closed. */
  isAlwaysOpen: boolean;
  storedWidget: StoredRecord<StoredWidget>;
  emit: Emit;
  /** Returns the texts of the current language. */
  getYesNoTexts(): YesNoTexts;
}

/** The widget: its interview, whether it is open, and what the respondent is typing or choosing. */
export interface WidgetState {
  interview: Interview;
  isOpen: ReadonlySignal<boolean>;
  /**
   * Whether the widget was open when the previous page was left; false unless its interview is
   * still stored.
   */
  wasOpenBeforeReload(): boolean;
  /** The text in the message box. */
  draft: Signal<string>;
  /**
   * The value chosen for the open question, always a legal one; `undefined` when none is chosen.
   */
  chosenValue: Signal<AnswerValue | undefined>;
  /** Whether there is anything to send and a question is open. */
  canSend: ReadonlySignal<boolean>;
  /** Whether "End the interview?" is being asked. */
  isConfirmingEnd: Signal<boolean>;
  /** Why the last message could not be sent; `null` when it could. */
  sendFailure: ReadonlySignal<Failure | null>;
  /** Updated every second; `null` without a time limit. */
  millisecondsLeft: ReadonlySignal<number | null>;
  /**
   * Whether the interview has ended naturally and its closing message stays visible for a moment.
   */
  isShowingClosingMessage: ReadonlySignal<boolean>;
  /**
   * Opens the widget, and starts or resumes the interview. Asks for consent first where `consent`
   * is set.
   */
  open(): void;
  /** Closes the widget. A running interview is not ended. */
  close(): void;
  /** "Not now": nothing has been sent or stored. */
  declineConsent(): void;
  /** "End now": completes the interview as `respondent_left`. */
  endInterview(): void;
  /** Sends the chosen value and the draft. Never rejects: a failure is in `sendFailure`. */
  send(): Promise<void>;
}

export const WidgetModel: ModelConstructor<WidgetState, [settings: WidgetSettings]> = createModel(
  (settings: WidgetSettings): WidgetState => {
    const { emit, storedWidget, unsentReports, loadDeferred } = settings;
    const interview = new InterviewModel(settings);
    const stored = interview.hasStoredInterview() ? storedWidget.read() : null;
    // A draft of an interview that is gone, or of somebody else.
    if (!stored) storedWidget.clear();
    const isOpen = signal(false);
    const draft = signal(stored?.draft ?? '');
    const chosenValue = signal<AnswerValue | undefined>(undefined);
    const pendingMessage = signal(stored?.pendingMessage ?? null);
    const sendFailure = signal<Failure | null>(null);
    const isConfirmingEnd = signal(false);
    const millisecondsLeft = signal<number | null>(null);
    const isShowingClosingMessage = signal(false);
    const submitContext: SubmitContext = {
      interview,
      draft,
      chosenValue,
      pendingMessage,
      sendFailure,
      emit,
      getYesNoTexts: settings.getYesNoTexts,
    };

    let deferred: DeferredModel | undefined;

    emitHostEvents(interview, emit);
    runWhileInterviewRuns(startDeferredTasks);
    storeChanges();
    // What cannot be sent now is kept for the next visit.
    if (unsentReports.read()) sendUnsentReports().catch(() => {});

    /** Runs a task from the start of the interview to its completion. */
    function runWhileInterviewRuns(startTask: () => () => void): void {
      const isRunning = computed(() => interview.running.value !== null);
      effect(() => (isRunning.value ? startTask() : undefined));
    }

    /**
     * Starts the background tasks once their code is loaded. Returns a function that stops them.
     */
    function startDeferredTasks(): () => void {
      let isStopped = false;
      let stopTasks = () => {};
      loadDeferred().then(
        loaded => {
          deferred = loaded;
          if (isStopped) return;
          stopTasks = loaded.startBackgroundTasks(settings, interview, {
            chosenValue,
            millisecondsLeft,
            isShowingClosingMessage,
          });
          const message = pendingMessage.peek();
          if (message && message === stored?.pendingMessage) loaded.resubmitAnswer(submitContext, message);
        },
        () => {
          // Without reports from the page, the proxy's lease completes the interview.
        },
      );
      return () => {
        isStopped = true;
        stopTasks();
      };
    }

    async function sendUnsentReports(): Promise<void> {
      const { flushUnsentReports } = await loadDeferred();
      await flushUnsentReports(settings.client, unsentReports);
    }

    /** Stores the draft and the open state, but only while an interview is running. */
    function storeChanges(): void {
      effect(() => {
        const record = { open: isOpen.value, draft: draft.value, pendingMessage: pendingMessage.value };
        if (interview.running.value) storedWidget.write(record);
        else if (['completed', 'failed'].includes(interview.state.value.phase) && !interview.hasStoredInterview()) {
          storedWidget.clear();
        }
      });
    }

    function open(): void {
      if (isOpen.value) return;
      isOpen.value = true;
      emit('koji-open', null);
      if (interview.state.value.phase !== 'idle') return;
      if (settings.consent && !interview.hasStoredInterview()) interview.requestConsent();
      else void interview.start();
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
      wasOpenBeforeReload: () => stored?.open ?? false,
      draft,
      chosenValue,
      canSend: computed(() => {
        const hasContent = chosenValue.value !== undefined || draft.value.trim().length > 0;
        const canSendAsShown = getInitialOrder(interview.question.value) !== undefined;
        return interview.state.value.phase === 'active' && (hasContent || canSendAsShown);
      }),
      isConfirmingEnd,
      sendFailure,
      millisecondsLeft,
      isShowingClosingMessage,
      open,
      close,
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
          // The draft stays in the message box until the code is loaded.
          deferred ??= await loadDeferred();
          await deferred.submitAnswer(submitContext);
        } catch (error) {
          const failure = toFailure(error);
          sendFailure.value = failure;
          emit('koji-error', failure);
        }
      },
    };
  },
);
