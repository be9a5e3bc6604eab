/**
 * The local Koji. Everything outside of this folder imports it from here: the demo's server, the
 * documentation, end-to-end tests and benchmarks. What only tests and benchmarks need is in
 * `testing/index.ts`, and the command line's door is `commands/index.ts`. The one exception is
 * `database/enums.ts`: browser tests import it directly, because it loads nothing else.
 */
export { type Clock, systemClock } from './clock.ts';
export { createDashboardSource } from './dashboard-source.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database/database.ts';
export { PERMISSIONS, type Permission, WEBHOOK_EVENTS, type WebhookEvent } from './database/enums.ts';
export { createKoji, type Koji, type KojiOptions } from './koji.ts';
export { loadInterviewerAndAnalyst } from './model/interviewer-and-analyst.ts';
