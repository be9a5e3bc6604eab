/**
 * The local Koji. Everything outside of this folder imports it from here: the demo's server, the
 * command line, the documentation, end-to-end tests and benchmarks. What only tests and benchmarks
 * need is in `testing/index.ts`. The one exception is `database/enums.ts`: browser tests import it
 * directly, because it loads nothing else.
 */
export { type Clock, systemClock } from './clock.ts';
export { type Command, CommandError, type CommandInput } from './commands/command.ts';
export { COMMANDS } from './commands/commands.ts';
export { executeCommand } from './commands/execute-command.ts';
export { createDashboardSource } from './dashboard-source.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database/database.ts';
export { DirectoryInUseError } from './database/directory-lock.ts';
export { PERMISSIONS, type Permission, WEBHOOK_EVENTS, type WebhookEvent } from './database/enums.ts';
export { createKoji, type Koji, type KojiOptions } from './koji.ts';
export { describeError } from './log.ts';
export { loadInterviewerAndAnalyst } from './model/interviewer-and-analyst.ts';
