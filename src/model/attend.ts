import type { Signal } from '@preact/signals-core';
import type { UnsentReports } from '../page/unsent.ts';
import type { Interview } from './interview-model.ts';
import { reportPage } from './page-reports.ts';
import { keepTimeLimit } from './time-limit.ts';

/**
 * Does what goes on beside an interview: tells the proxy what becomes of the page, and keeps the time limit. Returns its undo.
 *
 * @param base the proxy's base path or address
 * @param left is told the milliseconds left, second by second; null without a limit
 */
export function attend(base: string, interview: Interview, unsent: UnsentReports, left: Signal<number | null>) {
  const undo = [reportPage(base, interview, unsent), keepTimeLimit(interview, left)];
  return () => {
    for (const stop of undo) stop();
  };
}
