import type { ErrorBody } from '../../../src/wire/error-body.ts';
import { createReplyReader } from '../../../src/wire/event-stream.ts';
import type { CompleteResponse, Interview, StartRequest, StartResponse } from '../../../src/wire/koji-api.ts';
import type { MessageRequest, ReplyDone, ReplyEvent } from '../../../src/wire/messages.ts';
import type { Analyst } from '../analysis/analyst.ts';
import type { Database } from '../database/database.ts';
import { PERMISSIONS, type Permission } from '../database/enums.ts';
import { createKoji, type Koji, type KojiOptions } from '../koji.ts';
import { openTestDatabase } from './test-database.ts';

/**
 * An analyst that returns the same small result for every interview, and records which interviews
 * it analysed.
 */
export interface CountingAnalyst extends Analyst {
  analysedIds: string[];
}

export function createCountingAnalyst(): CountingAnalyst {
  const analysedIds: string[] = [];
  return {
    analysedIds,
    async analyse({ interview_id, turns }, onStep) {
      analysedIds.push(interview_id);
      for (const step of ['quality', 'themes', 'answers'] as const) onStep?.(step);
      const quotes = turns
        .filter(turn => turn.role === 'respondent')
        .map(({ message_id, content }) => ({ message_id, text: content }));
      return {
        themes: [{ name: 'All messages', description: 'Every message.', quotes }],
        insights: [],
        quality_score: 3,
        quality: { depth: 3, coverage: 3, engagement: 3, rationale: 'Not assessed.' },
      };
    },
  };
}

/** A Koji for tests. `close()` stops it, and closes its database unless the test opened that. */
export interface TestKoji {
  koji: Koji;
  database: Database;
  /** What it has logged. */
  logLines: string[];
  close(): Promise<void>;
}

/**
 * Creates a Koji on a new database, or on the one in the options. By default it logs to `logLines`,
 * has no rate limit, sends replies at once and retries analyses without delay.
 */
export async function createTestKoji(options: Partial<KojiOptions> = {}): Promise<TestKoji> {
  const database = options.database ?? (await openTestDatabase());
  const logLines: string[] = [];
  const koji = await createKoji({
    database,
    analyst: createCountingAnalyst(),
    rateLimit: 0,
    typing: 'off',
    analysisRetry: { limit: 2, delay: 0 },
    log: line => logLines.push(line),
    ...options,
  });
  return {
    koji,
    database,
    logLines,
    async close() {
      await koji.stop();
      if (!options.database) await database.close();
    },
  };
}

interface CallOptions {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ApiResponse<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export type TestClient = ReturnType<typeof createTestClient>;

/**
 * A client of the API, such as a customer's server, that calls the fetch handler directly. A null
 * key sends none.
 */
export function createTestClient(koji: Koji, key: string | null) {
  async function request(method: string, path: string, { token, body, headers }: CallOptions = {}): Promise<Response> {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    return koji.fetch(
      new Request(`http://koji.test${path}`, {
        method,
        headers: {
          ...(key && { Authorization: `Bearer ${key}` }),
          ...(token && { 'X-Session-Token': token }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: isText ? (body as BodyInit) : JSON.stringify(body) }),
      }),
    );
  }
  async function call<Body = ErrorBody>(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<ApiResponse<Body>> {
    const response = await request(method, path, options);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  }
  const start = async (body: StartRequest = {}) =>
    (await call<StartResponse>('POST', '/api/v1/interviews/start', { body })).body;
  const get = async (id: string) => (await call<Interview>('GET', `/api/v1/interviews/${id}`)).body;
  const complete = (id: string, token: string, reason?: string) =>
    call<CompleteResponse & Partial<ErrorBody>>('POST', '/api/interview/complete', {
      token,
      body: { interview_id: id, ...(reason && { reason }) },
    });
  /** Sends a message and returns the events of the reply stream. */
  async function messageEvents(id: string, token: string, body: MessageRequest): Promise<ReplyEvent[]> {
    const response = await request('POST', `/api/v1/interviews/${id}/message`, { token, body });
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    const events: ReplyEvent[] = [];
    createReplyReader(event => events.push(event)).feed(await response.text());
    return events;
  }
  /** Sends a message and returns the reply. */
  async function message(id: string, token: string, body: MessageRequest): Promise<ReplyDone> {
    const last = (await messageEvents(id, token, body)).at(-1);
    if (last?.type !== 'done')
      throw new Error(`Expected the stream to end with "done", but it ended with ${JSON.stringify(last)}.`);
    return last;
  }
  return { request, call, start, get, complete, messageEvents, message };
}

/**
 * Creates a key, by default with all permissions in the project `demo`, and a client that uses it.
 */
export async function createClientWithNewKey(
  koji: Koji,
  { permissions = PERMISSIONS, project }: { permissions?: readonly Permission[]; project?: string } = {},
): Promise<TestClient> {
  return createTestClient(koji, await koji.keys.create({ permissions, ...(project && { project }) }));
}
