import { stripVTControlCharacters, styleText } from 'node:util';
import type { CheckReport, RuleResult } from './check.ts';
import type { Outcome } from './outcome.ts';

const MARKS: Record<Outcome, string> = { holds: '✓', fails: '✗', skipped: '–' };
const COLOURS: Record<Outcome, 'green' | 'red' | 'yellow'> = { holds: 'green', fails: 'red', skipped: 'yellow' };

/** The column in which a rule's description begins. */
const DESCRIPTION_COLUMN = 29;

export interface ReportStyle {
  /** Longest line, in characters. Default: 100. */
  width?: number;
  /** Whether to colour the text for a terminal. Default: `false`. */
  hasColour?: boolean;
}

/**
 * Formats a report for a terminal: suite by suite and rule by rule. A failed rule is followed by
 * what was received and by the sentence of the contract. The last lines list the failed rules and
 * count all.
 */
export function formatReport(report: CheckReport, { width = 100, hasColour = false }: ReportStyle = {}): string {
  const { url, holds, fails, skipped, rules } = report;
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    hasColour ? styleText(style, text, { validateStream: false }) : text;
  const indent = ' '.repeat(DESCRIPTION_COLUMN);

  const formatRule = ({ id, description, contract, outcome, detail }: RuleResult) => {
    const mark = paint(COLOURS[outcome], MARKS[outcome]);
    const name = paint(outcome === 'fails' ? 'bold' : 'dim', id.padEnd(DESCRIPTION_COLUMN - 5));
    const lines = [`  ${mark} ${name} ${description}`];
    if (detail) lines.push(`${indent}${paint(COLOURS[outcome], detail)}`);
    if (outcome === 'fails') lines.push(`${indent}${paint('dim', `Contract: ${contract}`)}`);
    return lines.flatMap(line => wrap(line, width));
  };

  const lines = [`Proxy contract at ${paint('bold', url)}`];
  for (const [suite, results] of Map.groupBy(rules, rule => rule.suite)) {
    lines.push('', paint('bold', suite), ...results.flatMap(formatRule));
  }
  const failing = rules.filter(({ outcome }) => outcome === 'fails');
  if (failing.length > 0) lines.push('', ...wrap(`To fix: ${failing.map(({ id }) => id).join(', ')}`, width, 8));
  const summary = `${holds} hold, ${fails} ${fails === 1 ? 'fails' : 'fail'}, ${skipped} not checked`;
  lines.push('', paint(fails > 0 ? 'red' : 'green', summary));
  return lines.join('\n');
}

/** Breaks a line between words and indents the rest, by default to the column of descriptions. */
function wrap(line: string, width: number, indent = DESCRIPTION_COLUMN): string[] {
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
