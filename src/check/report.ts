import type { Report, RowResult } from './check.ts';
import type { Outcome } from './outcome.ts';

const MARK: Record<Outcome, string> = { holds: '✓', fails: '✗', skipped: '–' };

/** A report as text for a terminal: row by row, and the sum in the last line. */
export function formatReport({ url, holds, fails, skipped, rows }: Report): string {
  const lines = [`The proxy contract at ${url}`];
  for (const [act, results] of Map.groupBy(rows, row => row.act)) lines.push('', act, ...results.flatMap(formatRow));
  lines.push('', `${holds} hold, ${fails} ${fails === 1 ? 'fails' : 'fail'}, ${skipped} not checked`);
  return lines.join('\n');
}

const formatRow = ({ id, says, outcome, detail }: RowResult) => [
  `  ${MARK[outcome]} ${id.padEnd(27)} ${says}`,
  ...(detail ? [`      ${detail}`] : []),
];
