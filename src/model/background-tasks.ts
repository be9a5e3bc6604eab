import type { Signal } from '@preact/signals';
import type { AnswerValue } from '../interview/questions.ts';
import { delayCompletedScreen } from './closing-delay.ts';
import type { Interview } from './interview.ts';
import { type PageReportSettings, reportPageLifecycle } from './page-reports.ts';
import { resetOnNewQuestion } from './reset-on-new-question.ts';
import { enforceTimeLimit } from './time-limit.ts';

/** Signals that the background tasks write. */
export interface BackgroundSignals {
  /** Set to `undefined` when another question is open. */
  chosenValue: Signal<AnswerValue | undefined>;
  /** Updated every second; `null` without a time limit. */
  millisecondsLeft: Signal<number | null>;
  isShowingClosingMessage: Signal<boolean>;
}

/**
 * Starts what runs while an interview is open: page reports to the proxy, the time limit, the
 * choice for each new question, and the delay that leaves time to read the closing message.
 *
 * @returns stops the tasks
 */
export function startBackgroundTasks(
  settings: PageReportSettings,
  interview: Interview,
  { chosenValue, millisecondsLeft, isShowingClosingMessage }: BackgroundSignals,
): () => void {
  const stopTasks = [
    reportPageLifecycle(settings, interview),
    enforceTimeLimit(interview, millisecondsLeft),
    resetOnNewQuestion(interview, chosenValue),
    delayCompletedScreen(interview, isShowingClosingMessage),
  ];
  return () => {
    for (const stop of stopTasks) stop();
  };
}
