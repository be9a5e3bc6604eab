/**
 * Where the proxy logs what a person should know; `console` will do. It never receives a key, a
 * token or a ticket.
 */
export interface Logger {
  warn(message: string, details?: Record<string, unknown>): void;
  error(message: string, details?: Record<string, unknown>): void;
}

/**
 * Wraps the host's logger. A logger that throws does no harm, and what is logged has no
 * credentials: a database driver, for example, puts the whole statement into its errors, with the
 * ticket in it.
 */
export function createSafeLogger(logger: Logger): Logger {
  const log = (level: keyof Logger, message: string, details?: Record<string, unknown>) => {
    try {
      const redacted = details && (redact(details, MAX_DEPTH) as Record<string, unknown>);
      const logged: unknown = logger[level](`koji-embed: ${message}`, ...(redacted ? [redacted] : []));
      // An asynchronous logger fails later.
      if (logged instanceof Promise) logged.catch(() => {});
    } catch {
      // There is nowhere left to say so.
    }
  };
  return { warn: (...args) => log('warn', ...args), error: (...args) => log('error', ...args) };
}

/** How deep details are copied: an error in `details`, and its causes. */
const MAX_DEPTH = 6;

/** Keys and session tokens; and tickets, which are five parts of base64url. */
const CREDENTIALS = /\b(?:pk|st)_live_[\w-]+|(?<![\w-])[\w-]{16,}(?:\.[\w-]*){4}/g;

const redactText = (text: string) => text.replace(CREDENTIALS, '…');

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map(item => redact(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redact(item, depth - 1)]));
}

/** A copy with what a person needs. Other properties may hold a whole query or request. */
function redactError(error: Error, depth: number): Error {
  const cause = error.cause === undefined ? {} : { cause: redact(error.cause, depth - 1) };
  const copy = new Error(redactText(String(error.message)), cause);
  copy.name = String(error.name);
  copy.stack = redactText(String(error.stack));
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' || typeof code === 'number') Object.assign(copy, { code });
  return copy;
}
