import { stripVTControlCharacters, styleText } from 'node:util';
import type { Report, RowResult } from './check.ts';
import type { Outcome } from './outcome.ts';

const MARK: Record<Outcome, string> = { holds: '✓', fails: '✗', skipped: '–' };
const COLOUR: Record<Outcome, 'green' | 'red' | 'yellow'> = { holds: 'green', fails: 'red', skipped: 'yellow' };

/** Where a row's sentence begins. */
const INDENT = 29;

export interface ReportStyle {
  /** How many characters a line may have. Default: 100. */
  width?: number;
  /** With colours, for a terminal. Default: `false`. */
  hasColour?: boolean;
}

/**
 * A report as text for a terminal: act by act and row by row; under a row that does not hold, what came and the contract's own words;
 * all that is to be mended once more at the end, and the sum in the last line.
 */
export function formatReport(report: Report, { width = 100, hasColour = false }: ReportStyle = {}): string {
  const { url, holds, fails, skipped, rows } = report;
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    hasColour ? styleText(style, text, { validateStream: false }) : text;

  const formatRow = ({ id, says, rule, outcome, detail }: RowResult) => {
    const mark = paint(COLOUR[outcome], MARK[outcome]);
    const lines = [`  ${mark} ${paint(outcome === 'fails' ? 'bold' : 'dim', id.padEnd(INDENT - 5))} ${says}`];
    if (detail) lines.push(`${' '.repeat(INDENT)}${paint(COLOUR[outcome], detail)}`);
    if (outcome === 'fails') lines.push(`${' '.repeat(INDENT)}${paint('dim', `Contract: ${rule}`)}`);
    return lines.flatMap(line => wrap(line, width));
  };

  const lines = [`The proxy contract at ${paint('bold', url)}`];
  for (const [act, results] of Map.groupBy(rows, row => row.act)) {
    lines.push('', paint('bold', act), ...results.flatMap(formatRow));
  }
  const failing = rows.filter(({ outcome }) => outcome === 'fails');
  if (failing.length > 0) lines.push('', ...wrap(`To mend: ${failing.map(({ id }) => id).join(', ')}`, width, 9));
  const sum = `${holds} hold, ${fails} ${fails === 1 ? 'fails' : 'fail'}, ${skipped} not checked`;
  lines.push('', paint(fails > 0 ? 'red' : 'green', sum));
  return lines.join('\n');
}

/** Breaks a line between words; what follows is indented as a row's sentence is. */
function wrap(line: string, width: number, indent = INDENT): string[] {
  const lines: string[] = [];
  let current = '';
  let length = 0;
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    const size = stripVTControlCharacters(word).length;
    if (current && length + 1 + size > Math.max(width, indent + 40)) {
      lines.push(current);
      current = ' '.repeat(indent) + word.trimStart();
      length = indent + size;
    } else {
      length += (current ? 1 : 0) + size;
      current = current ? `${current} ${word}` : word;
    }
  }
  return [...lines, current];
}
