import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';

/** What a command works with, in whichever process it runs. */
export interface CommandContext {
  db: Db;
  clock: Clock;
}

/** What was typed: one field for each argument and option, by the name it has in the table. */
export type CommandInput = Record<string, unknown>;

/** A command of `npm run koji --`. Declared as data, so that the same entry makes the help, the parsing and the run. */
export interface Command {
  /** As typed, for example "keys create". */
  name: string;
  summary: string;
  /** In commander's notation: `<prefix>`. */
  arguments?: { notation: string; summary: string }[];
  /** In commander's notation: `--project <name>`. */
  options?: { notation: string; summary: string; isRequired?: boolean; default?: string }[];
  /** The lines to print. Throws a `CommandFault` where the input is no good. */
  run(context: CommandContext, input: CommandInput): Promise<string[]>;
}

/** A command that can't be carried out, for a reason that the person typing can do something about. */
export class CommandError extends Error {
  override name = 'CommandFault';
}
