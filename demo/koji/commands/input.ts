import { CommandError } from './command.ts';

/**
 * Parses a comma-separated list of known words.
 * @throws CommandError if the list is empty or contains an unknown word
 */
export function parseList<Word extends string>(value: unknown, kind: string, known: readonly Word[]): Word[] {
  const words = String(value ?? '')
    .split(',')
    .map(text => text.trim())
    .filter(Boolean);
  const unknown = words.find(text => !known.includes(text as Word));
  if (unknown !== undefined) throw new CommandError(`Unknown ${kind} "${unknown}". Expected: ${known.join(', ')}.`);
  if (words.length === 0) throw new CommandError(`Expected at least one ${kind} of: ${known.join(', ')}.`);
  return words as Word[];
}

const PROJECT_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u;

/** The option that chooses a project. */
export const PROJECT_OPTION = {
  notation: '--project <name>',
  summary: 'the project it belongs to; created if it is missing',
  default: 'demo',
};

/** @throws CommandError */
export function parseProjectName(value: unknown): string {
  if (typeof value !== 'string' || !PROJECT_NAME.test(value)) {
    throw new CommandError(
      `"${value ?? ''}" is not a project name. Expected up to 100 letters, digits, spaces, dots, dashes or underscores, ` +
        'the first a letter or digit.',
    );
  }
  return value;
}
