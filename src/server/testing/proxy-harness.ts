import { createReplyReader } from '../../wire/event-stream.ts';
import type { ReplyEvent } from '../../wire/messages.ts';
import type { InterviewView, ProxyStartResponse } from '../../wire/proxy-contract.ts';
import type { ProxyOptions } from '../options.ts';
import { createInterviewProxy, type InterviewProxy } from '../proxy.ts';
import { waitUntilIdle } from './idle.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { API_KEY, createScriptedKoji, type ScriptedKoji } from './scripted-koji.ts';

export const SECRET = 'a secret of thirty-two characters';
export const SHOP = 'https://shop.example';

export interface CallOptions {
  ticket?: string;
  headers?: Record<string, string>;
  /** Sends ticket and body as a beacon does. */
  beacon?: boolean;
  signal?: AbortSignal;
  method?: string;
}

/** A proxy with everything it needs: a scripted Koji, a manual clock, and a page that calls. */
export interface ProxyHarness {
  proxy: InterviewProxy;
  koji: ScriptedKoji;
  clock: ManualClock;
  /** All responses of the proxy, headers included, and everything it logged. */
  emitted: string[];
  logged: { message: string; details: unknown }[];
  call(route: string, body: unknown, options?: CallOptions): Promise<Response>;
  startInterview(body?: object): Promise<{ ticket: string; id: string; view: InterviewView }>;
}

export function createProxyHarness(options: Partial<ProxyOptions> = {}): ProxyHarness {
  const clock = createManualClock(undefined, waitUntilIdle);
  const koji = createScriptedKoji(clock);
  const logged: ProxyHarness['logged'] = [];
  const emitted: string[] = [];
  const log = (message: string, details?: unknown) => {
    logged.push({ message, details });
    emitted.push(`${message} ${JSON.stringify(details)}`);
  };
  const proxy = createInterviewProxy({
    apiKey: API_KEY,
    secret: SECRET,
    kojiUrl: 'https://koji.test',
    fetch: koji.fetch,
    clock,
    logger: { warn: log, error: log },
    random: () => 0.5,
    retries: 0,
    ...options,
  });

  async function call(
    route: string,
    body: unknown,
    { ticket, headers = {}, beacon = false, signal, method = 'POST' }: CallOptions = {},
  ): Promise<Response> {
    const sent = beacon ? { ticket, ...(body as object) } : body;
    const response = await proxy.fetch(
      new Request(`${SHOP}/koji/${route}`, {
        method,
        headers: {
          'Sec-Fetch-Site': 'same-origin',
          'Content-Type': beacon ? 'text/plain;charset=UTF-8' : 'application/json',
          ...(ticket && !beacon ? { 'X-Koji-Ticket': ticket } : {}),
          ...headers,
        },
        ...(method === 'POST' ? { body: typeof body === 'string' ? body : JSON.stringify(sent) } : {}),
        ...(signal ? { signal } : {}),
      }),
    );
    emitted.push(JSON.stringify([...response.headers]));
    const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
    if (!isStream) emitted.push(await response.clone().text());
    return response;
  }

  async function startInterview(body = {}) {
    const response = await call('start', body);
    if (response.status !== 201) throw new Error(`start: ${response.status} ${await response.text()}`);
    const { ticket, interview } = (await response.json()) as ProxyStartResponse;
    return { ticket, id: interview.interview_id, view: interview };
  }

  return { proxy, koji, clock, emitted, logged, call, startInterview };
}

export function parseReplyEvents(text: string): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  createReplyReader(event => events.push(event)).feed(text);
  return events;
}
