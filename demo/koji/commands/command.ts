import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';

/** What a command works with, in whichever process it runs. */
export interface CommandContext {
  db: Db;
  clock: Clock;
}

/** The arguments and options as typed, by name. */
export type CommandInput = Record<string, unknown>;

/**
 * A command of `npm run koji --`, as data: the same entry makes the help, the parser and the
 * documentation.
 */
export interface Command {
  /** As typed, for example "keys create". */
  name: string;
  summary: string;
  /** In Commander's notation, for example `<prefix>`. */
  arguments?: { notation: string; summary: string }[];
  /** In Commander's notation, for example `--project <name>`. */
  options?: { notation: string; summary: string; isRequired?: boolean; default?: string }[];
  /**
   * Runs the command and returns the lines to print.
   * @throws CommandError if the input is not valid
   */
  run(context: CommandContext, input: CommandInput): Promise<string[]>;
}

/** Thrown when a command cannot run, with a message for the person who typed it. */
export class CommandError extends Error {
  override name = 'CommandError';
}
