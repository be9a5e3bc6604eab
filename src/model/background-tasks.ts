import type { Signal } from '@preact/signals';
import { delayCompletedScreen } from './closing-delay.ts';
import type { Interview } from './interview-model.ts';
import { type PageReportSettings, reportPageLifecycle } from './page-reports.ts';
import { enforceTimeLimit } from './time-limit.ts';

/** What is told beside an interview. */
export interface BackgroundSignals {
  /** Milliseconds left, second by second; null without a limit. */
  millisecondsLeft: Signal<number | null>;
  /** Whether the closing words are being read. */
  isShowingClosingMessage: Signal<boolean>;
}

/**
 * Does what goes on beside an interview: tells the proxy what becomes of the page, keeps the time limit and the closing words. Returns
 * its undo.
 */
export function startBackgroundTasks(
  settings: PageReportSettings,
  interview: Interview,
  { millisecondsLeft, isShowingClosingMessage }: BackgroundSignals,
): () => void {
  const undo = [
    reportPageLifecycle(settings, interview),
    enforceTimeLimit(interview, millisecondsLeft),
    delayCompletedScreen(interview, isShowingClosingMessage),
  ];
  return () => {
    for (const stop of undo) stop();
  };
}
