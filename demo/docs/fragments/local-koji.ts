/** Tables of the local Koji's commands and environment variables. */
import type { Environment } from '../../environment.ts';
import { COMMANDS } from '../../koji/commands/index.ts';
import { inlineCode, linkedName, renderTable } from './table.ts';

export const renderCommands = (): string =>
  renderTable(
    ['`npm run koji -- …`', ''],
    COMMANDS.map(({ name, arguments: positionals = [], options = [], summary }) => [
      `${inlineCode([name, ...positionals.map(({ notation }) => notation)].join(' '))}${options.map(({ notation }) => `<br>${inlineCode(notation)}`).join('')}`,
      `${summary[0]!.toUpperCase()}${summary.slice(1)}.`,
    ]),
  );

/** The type makes sure that no variable is missing. */
const VARIABLES: Record<keyof Environment, string> = {
  PORT: 'The port to listen on; 0 for any free port. Default: 4747.',
  HOST: 'The address to listen on. Default: 127.0.0.1, which other machines cannot reach.',
  KOJI_DATA_DIR: 'The folder of the embedded database. Default: `.koji`.',
  DATABASE_URL: 'A PostgreSQL server to use instead of the embedded database: `postgres://…`.',
  KOJI_ALLOWED_ORIGINS: 'Other origins whose pages may use the proxy, separated by commas; `*` for all. Default: none.',
  KOJI_ALLOWED_HOSTS:
    'Other host names that the server is reached by, separated by commas; `*` for all. IP addresses, `localhost` and the machine’s name are always allowed. A reverse proxy that keeps the visitor’s `Host` needs it. Default: none.',
  KOJI_MAX_DURATION: 'The proxy’s `maxDuration`.',
  KOJI_LEAVE_GRACE: 'The proxy’s `leaveGrace`.',
  KOJI_HIDDEN_GRACE: 'The proxy’s `hiddenGrace`.',
  KOJI_IDLE_TIME: 'The proxy’s `idleTime`.',
  KOJI_RATE_LIMIT: 'Requests per minute for each API key. Default: 60.',
  KOJI_START_LIMIT: 'Interview starts per minute for each client address; 0 for no limit. Default: 20.',
  KOJI_TYPING: 'The pace of streamed replies in milliseconds per word, or `off` to send them at once. Default: 35.',
  KOJI_MODEL_URL:
    'The base URL of a service with OpenAI’s chat completions API, such as `http://127.0.0.1:11434/v1`. The interviewer and the analyst then use its model.',
  KOJI_MODEL: 'The model’s id at that service.',
  KOJI_MODEL_KEY: 'The API key for that service, sent as a bearer token.',
  KOJI_MODEL_TIMEOUT:
    'The longest time a respondent waits for the model. After it, the built-in interviewer replies. Default: 8s.',
};

export const renderEnvironment = (): string =>
  renderTable(
    ['variable', ''],
    Object.entries(VARIABLES).map(([name, description]) => [linkedName(name), description]),
  );
