import { CommandError } from './command.ts';

const PROJECT_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u;

/** The option that says which project is meant. */
export const PROJECT_OPTION = {
  notation: '--project <name>',
  summary: 'the project it belongs to, made where it is new',
  default: 'demo',
};

/** @throws CommandFault */
export function parseProjectName(value: unknown): string {
  if (typeof value !== 'string' || !PROJECT_NAME.test(value)) {
    throw new CommandError('A project name has up to 100 letters, digits, spaces, dots, dashes or underscores.');
  }
  return value;
}
