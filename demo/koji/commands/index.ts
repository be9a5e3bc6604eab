/**
 * The commands of the local Koji, for the command line and its documentation. They are apart from
 * `demo/koji/index.ts`, which loads the server too and takes a second longer.
 */
export type { DatabaseOptions } from '../database/database.ts';
export { DirectoryInUseError } from '../database/directory-lock.ts';
export { describeError } from '../log.ts';
export { type Command, CommandError } from './command.ts';
export { COMMANDS } from './commands.ts';
export { executeCommand } from './execute-command.ts';
