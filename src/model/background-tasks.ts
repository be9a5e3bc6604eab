import type { Signal } from '@preact/signals';
import { delayCompletedScreen } from './closing-delay.ts';
import type { Interview } from './interview-model.ts';
import { type PageReportSettings, reportPageLifecycle } from './page-reports.ts';
import { enforceTimeLimit } from './time-limit.ts';

/** What is told beside an interview. */
export interface BackgroundSignals {
  /** Milliseconds left, second by second; null without a limit. */
  left: Signal<number | null>;
  /** Whether the closing words are being read. */
  isReading: Signal<boolean>;
}

/**
 * Does what goes on beside an interview: tells the proxy what becomes of the page, keeps the time limit and the closing words. Returns
 * its undo.
 */
export function startBackgroundTasks(
  settings: PageReportSettings,
  interview: Interview,
  { left, isReading }: BackgroundSignals,
): () => void {
  const undo = [
    reportPageLifecycle(settings, interview),
    enforceTimeLimit(interview, left),
    delayCompletedScreen(interview, isReading),
  ];
  return () => {
    for (const stop of undo) stop();
  };
}
