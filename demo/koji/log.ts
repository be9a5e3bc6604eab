/**
 * Writes one line for the operator of the service. A line never contains a key, a token or a
 * respondent's words.
 */
export type Log = (line: string) => void;

/**
 * Describes an error in one line that is safe to log: its name, code and message, and where it was
 * thrown.
 *
 * Errors of the database layer quote the query and its values, which may be hashes or a
 * respondent's words. Their `cause` is the database's own error, so that one is described instead.
 */
export function describeError(error: unknown): string {
  const described = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(described instanceof Error)) return 'unknown error';
  const { name, message, stack, code } = described as Error & { code?: unknown };
  const firstFrame = stack
    ?.split('\n')
    .find(line => line.trimStart().startsWith('at '))
    ?.trim();
  return [code ? `${name} ${code}` : name, message, firstFrame].filter(Boolean).join(' – ');
}
