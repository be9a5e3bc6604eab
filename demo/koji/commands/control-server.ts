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

/**
 * The way for `npm run koji` into a running server, since only one process can have the embedded database open: HTTP on
 * the loopback, on any free port, for who can read the token in a file that only the owner may read.
 */
export interface ControlServer {
  close(): Promise<void>;
}

const addressSchema = v.strictObject({ url: v.string(), token: v.string() });
const requestSchema = v.strictObject({ name: v.string(), input: v.record(v.string(), v.unknown()) });
const answerSchema = v.union([v.strictObject({ lines: v.array(v.string()) }), v.strictObject({ fault: v.string() })]);

const addressFile = (dataDir: string) => join(dataDir, 'control.json');

/** Offers the commands to other processes of this user until closed. */
export async function startControlServer(dataDir: string, context: CommandContext): Promise<ControlServer> {
  const token = randomBytes(32).toString('base64url');
  const app = new Hono();
  app.post('/', async c => {
    if (!isSame(c.req.header('Authorization') ?? '', `Bearer ${token}`)) return c.json({ fault: 'Not allowed.' }, 401);
    const { name, input } = v.parse(requestSchema, await c.req.json());
    try {
      return c.json({ lines: await runCommand(context, name, input) });
    } catch (error) {
      if (error instanceof CommandError) return c.json({ fault: error.message }, 400);
      throw error;
    }
  });
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const file = addressFile(dataDir);
  // Written aside and moved, so that nobody reads half of it.
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

/** Has the process that holds the data directory carry out a command. Null where it can't be reached (yet). */
export async function sendCommand(dataDir: string, name: string, input: CommandInput): Promise<string[] | null> {
  const reply = await ask(dataDir, JSON.stringify({ name, input })).catch(error => {
    if (isUnreachable(error)) return null;
    throw error;
  });
  const answer = reply && v.parse(answerSchema, await reply.json());
  if (!answer) return null;
  if ('fault' in answer) throw new CommandError(answer.fault);
  return answer.lines;
}

async function ask(dataDir: string, body: string): Promise<Response> {
  const { url, token } = v.parse(addressSchema, JSON.parse(await readFile(addressFile(dataDir), 'utf8')));
  return fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body });
}

/** No file (yet), or one that a killed process has left, with nobody at its address. */
function isUnreachable(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return code === 'ENOENT' || cause?.code === 'ECONNREFUSED';
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
