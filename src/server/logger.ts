/**
 * Where the proxy logs what a person should know; `console` will do. It never receives a key or a
 * token.
 */
export interface Logger {
  warn(message: string, details?: Record<string, unknown>): void;
  error(message: string, details?: Record<string, unknown>): void;
}
