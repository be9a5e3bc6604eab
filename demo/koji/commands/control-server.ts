/**
 * Runs the commands of `npm run koji` in the server's process, because only one process can open
 * the embedded database. It is an HTTP server on the loopback interface, on any free port. Its
 * address and a token are in a file in the data directory that only the owner may read.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import * as v from 'valibot';
import { type CommandContext, CommandError, type CommandInput } from './command.ts';
import { runCommand } from './commands.ts';

export interface ControlServer {
  close(): Promise<void>;
}

const addressSchema = v.strictObject({ url: v.string(), token: v.string() });
const requestSchema = v.strictObject({ name: v.string(), input: v.record(v.string(), v.unknown()) });
const responseSchema = v.union([
  v.strictObject({ lines: v.array(v.string()) }),
  /** The message of a `CommandError`. */
  v.strictObject({ error: v.string() }),
]);

const addressFileIn = (dataDir: string) => join(dataDir, 'control.json');

/** Accepts commands from other processes of the same user until it is closed. */
export async function startControlServer(dataDir: string, context: CommandContext): Promise<ControlServer> {
  const token = randomBytes(32).toString('base64url');
  const app = new Hono();
  app.post('/', async c => {
    if (!isSameText(c.req.header('Authorization') ?? '', `Bearer ${token}`)) {
      return c.json({ error: 'The token is missing or wrong.' }, 401);
    }
    const { name, input } = v.parse(requestSchema, await c.req.json());
    try {
      return c.json({ lines: await runCommand(context, name, input) });
    } catch (error) {
      if (error instanceof CommandError) return c.json({ error: error.message }, 400);
      throw error;
    }
  });
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const file = addressFileIn(dataDir);
  // Written to a temporary file and renamed, so that no process reads half of it.
  await writeFile(`${file}.new`, JSON.stringify({ url, token }), { mode: 0o600 });
  await rename(`${file}.new`, file);

  return {
    async close() {
      await rm(file, { force: true });
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Sends a command to the process that has the data directory, and returns the lines to print.
 * Null if no process accepts commands there, for example because it is still starting.
 * @throws CommandError
 */
export async function sendCommand(dataDir: string, name: string, input: CommandInput): Promise<string[] | null> {
  const response = await post(dataDir, JSON.stringify({ name, input })).catch(error => {
    if (isUnreachable(error)) return null;
    throw error;
  });
  if (!response) return null;
  const result = v.parse(responseSchema, await response.json());
  if ('error' in result) throw new CommandError(result.error);
  return result.lines;
}

async function post(dataDir: string, body: string): Promise<Response> {
  const { url, token } = v.parse(addressSchema, JSON.parse(await readFile(addressFileIn(dataDir), 'utf8')));
  return fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body });
}

/**
 * Whether the file is missing, or was left by a killed process so that its address refuses
 * connections.
 */
function isUnreachable(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return code === 'ENOENT' || cause?.code === 'ECONNREFUSED';
}

/** Compares in constant time. */
function isSameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
