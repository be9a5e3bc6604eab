import { type Environment, EnvironmentError } from './environment.ts';
import { DirectoryInUseError } from './koji/commands/index.ts';

type SystemError = Error & { code?: string; syscall?: string };

/** Codes of a PostgreSQL server, or of the network, for a server that can't be used. */
const DATABASE_CODES = /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|28\w{3}|3D000|57P03|53300)$/;

/**
 * Says in one sentence why the server could not start and what to change; null for an error that
 * nobody expects, whose stack trace is worth more.
 *
 * @param environment null if it could not be read
 */
export function describeStartError(error: unknown, environment: Environment | null): string | null {
  if (error instanceof EnvironmentError || error instanceof DirectoryInUseError) return error.message;
  if (!(error instanceof Error) || !environment) return null;
  const { code = '', syscall } = (error.cause ?? error) as SystemError;
  const { HOST: host, PORT: port, DATABASE_URL, KOJI_DATA_DIR: dataDir } = environment;
  const isListening = syscall === 'listen' || (syscall === 'getaddrinfo' && !DATABASE_URL);
  if (isListening) {
    if (code === 'EADDRINUSE')
      return `PORT: ${port} is in use by another process; stop that process, or set PORT to another port (0 for any).`;
    if (code === 'EACCES') return `PORT: ${port} needs more rights than this user has; set PORT to 1024 or higher.`;
    return `HOST: "${host}" is not an address of this machine; set HOST to one, such as 127.0.0.1.`;
  }
  if (DATABASE_URL && DATABASE_CODES.test(code))
    return `DATABASE_URL: the PostgreSQL server can't be used (${code}); check that it runs, and the address, user, password and database.`;
  if (!DATABASE_URL && /^(?:EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOSPC)$/.test(code))
    return `KOJI_DATA_DIR: "${dataDir}" can't be written (${code}); set it to a directory of your own.`;
  return null;
}
