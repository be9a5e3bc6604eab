import { CommandError } from './command.ts';

/**
 * Reads a comma-separated list of words out of a table of known ones.
 * @throws CommandFault that names the word it doesn't know, with what there is
 */
export function parseList<Word extends string>(value: unknown, kind: string, known: readonly Word[]): Word[] {
  const named = String(value ?? '')
    .split(',')
    .map(text => text.trim())
    .filter(Boolean);
  const unknown = named.find(text => !known.includes(text as Word));
  if (unknown !== undefined) throw new CommandError(`Unknown ${kind} "${unknown}". There are: ${known.join(', ')}.`);
  if (named.length === 0) throw new CommandError(`Name at least one ${kind} of: ${known.join(', ')}.`);
  return named as Word[];
}

/** A moment as lists show it. */
export const formatDate = (moment: Date): string => moment.toISOString().slice(0, 10);
