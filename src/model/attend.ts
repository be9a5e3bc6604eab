import type { Signal } from '@preact/signals-core';
import type { Interview } from './interview-model.ts';
import { type PageReportSettings, reportPage } from './page-reports.ts';
import { keepTimeLimit } from './time-limit.ts';

/**
 * Does what goes on beside an interview: tells the proxy what becomes of the page, and keeps the time limit. Returns its undo.
 *
 * @param left is told the milliseconds left, second by second; null without a limit
 */
export function attend(settings: PageReportSettings, interview: Interview, left: Signal<number | null>): () => void {
  const undo = [reportPage(settings, interview), keepTimeLimit(interview, left)];
  return () => {
    for (const stop of undo) stop();
  };
}
