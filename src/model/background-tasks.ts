import type { Signal } from '@preact/signals';
import { delayCompletedScreen } from './closing-delay.ts';
import type { Interview } from './interview.ts';
import { type PageReportSettings, reportPageLifecycle } from './page-reports.ts';
import { enforceTimeLimit } from './time-limit.ts';

/** Signals that the background tasks write. */
export interface BackgroundSignals {
  /** Updated every second; `null` without a time limit. */
  millisecondsLeft: Signal<number | null>;
  isShowingClosingMessage: Signal<boolean>;
}

/**
 * Starts what runs while an interview is open: page reports to the proxy, the time limit, and the
 * delay that leaves time to read the closing message.
 *
 * @returns stops the tasks
 */
export function startBackgroundTasks(
  settings: PageReportSettings,
  interview: Interview,
  { millisecondsLeft, isShowingClosingMessage }: BackgroundSignals,
): () => void {
  const stopTasks = [
    reportPageLifecycle(settings, interview),
    enforceTimeLimit(interview, millisecondsLeft),
    delayCompletedScreen(interview, isShowingClosingMessage),
  ];
  return () => {
    for (const stop of stopTasks) stop();
  };
}
