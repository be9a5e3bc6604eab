import type { Signal } from '@preact/signals-core';
import { keepClosingWords } from './closing-words.ts';
import type { Interview } from './interview-model.ts';
import { type PageReportSettings, reportPage } from './page-reports.ts';
import { keepTimeLimit } from './time-limit.ts';

/** What is told beside an interview. */
export interface Beside {
  /** Milliseconds left, second by second; null without a limit. */
  left: Signal<number | null>;
  /** Whether the closing words are being read. */
  isReading: Signal<boolean>;
}

/**
 * Does what goes on beside an interview: tells the proxy what becomes of the page, keeps the time limit and the closing words. Returns
 * its undo.
 */
export function attend(settings: PageReportSettings, interview: Interview, { left, isReading }: Beside): () => void {
  const undo = [
    reportPage(settings, interview),
    keepTimeLimit(interview, left),
    keepClosingWords(interview, isReading),
  ];
  return () => {
    for (const stop of undo) stop();
  };
}
