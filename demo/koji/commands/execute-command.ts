import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import { type DatabaseOptions, openDatabase } from '../database/database.ts';
import { DirectoryInUseError } from '../database/directory-lock.ts';
import type { CommandInput } from './command.ts';
import { runCommand } from './commands.ts';
import { sendCommand } from './control-server.ts';

/**
 * Longest wait for a server that has locked the data directory but is still starting, in
 * milliseconds.
 */
const START_TIMEOUT = 30_000;
const RETRY_INTERVAL = 200;

/**
 * Runs a command on a database and returns the lines to print. If another process has the data
 * directory, that process runs it.
 * @throws CommandError, or DirectoryInUseError if the other process accepts no command within 30 s
 */
export async function executeCommand(options: DatabaseOptions, name: string, input: CommandInput): Promise<string[]> {
  for (const deadline = Date.now() + START_TIMEOUT; ; await wait(RETRY_INTERVAL)) {
    try {
      return await openAndRun(options, name, input);
    } catch (error) {
      if (!(error instanceof DirectoryInUseError) || 'url' in options) throw error;
      const lines = await sendCommand(options.dataDir, name, input);
      if (lines) return lines;
      if (Date.now() >= deadline) throw error;
    }
  }
}

async function openAndRun(options: DatabaseOptions, name: string, input: CommandInput): Promise<string[]> {
  const database = await openDatabase(options);
  try {
    return await runCommand({ db: database.db, clock: systemClock }, name, input);
  } finally {
    await database.close();
  }
}
