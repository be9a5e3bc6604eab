/** What can be said to the local Koji: its commands, and what it reads of its environment. */
import type { Environment } from '../../environment.ts';
import { COMMANDS } from '../../koji/commands/commands.ts';
import { code, named, table } from './table.ts';

export const commands = (): string =>
  table(
    ['`npm run koji -- …`', ''],
    COMMANDS.map(({ name, arguments: words = [], options = [], summary }) => [
      `${code([name, ...words.map(({ notation }) => notation)].join(' '))}${options.map(({ notation }) => `<br>${code(notation)}`).join('')}`,
      `${summary[0]!.toUpperCase()}${summary.slice(1)}.`,
    ]),
  );

/** The compiler misses none. */
const VARIABLES: Record<keyof Environment, string> = {
  PORT: 'Default: 4747; 0 takes any free port.',
  HOST: 'Default: 127.0.0.1, so that nobody else reaches it.',
  KOJI_DATA_DIR: 'Where the embedded database lives. Default: `.koji`.',
  DATABASE_URL: 'A PostgreSQL instead of the embedded one: `postgres://…`.',
  KOJI_ALLOWED_ORIGINS: 'Origins of pages elsewhere that may use the proxy, comma separated; `*` for all.',
  KOJI_MAX_DURATION: 'The proxy’s `maxDuration`.',
  KOJI_LEAVE_GRACE: 'The proxy’s `leaveGrace`.',
  KOJI_HIDDEN_GRACE: 'The proxy’s `hiddenGrace`.',
  KOJI_IDLE_TIME: 'The proxy’s `idleTime`.',
  KOJI_RATE_LIMIT: 'Requests a minute a key. Default: 60.',
  KOJI_START_LIMIT: 'Starts a minute an address; 0 for no limit. Default: 20.',
  KOJI_TYPING: 'How fast a reply is written, in milliseconds a word, or `off`. Default: 35.',
  KOJI_MODEL_URL: 'A service that speaks OpenAI’s chat completions, for interviewer and analyst.',
  KOJI_MODEL: 'The model’s id there.',
  KOJI_MODEL_KEY: 'Sent to it as a bearer token.',
  KOJI_MODEL_TIMEOUT: 'The longest that a respondent waits for it. Default: 8s.',
};

export const environment = (): string =>
  table(
    ['variable', ''],
    Object.entries(VARIABLES).map(([name, means]) => [named(name), means]),
  );
