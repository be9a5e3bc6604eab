import { createReplyReader } from '../../wire/event-stream.ts';
import type { ReplyEvent } from '../../wire/messages.ts';
import type { InterviewView, ProxyStartResponse } from '../../wire/proxy-contract.ts';
import type { ProxyOptions } from '../options.ts';
import { createInterviewProxy, type InterviewProxy } from '../proxy.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createScriptedKoji, KEY, type ScriptedKoji } from './scripted-koji.ts';

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

export interface World {
  proxy: InterviewProxy;
  koji: ScriptedKoji;
  clock: ManualClock;
  /** Everything that ever came out of the proxy, headers included, and everything it logged. */
  seen: string[];
  logged: { message: string; details: unknown }[];
  call(route: string, body: unknown, options?: CallOptions): Promise<Response>;
  begin(body?: object): Promise<{ ticket: string; id: string; view: InterviewView }>;
}

/** A proxy with everything around it: a scripted Koji, a clock that stands still, and a page that calls. */
export function createWorld(options: Partial<ProxyOptions> = {}): World {
  const clock = createManualClock();
  const koji = createScriptedKoji(clock);
  const logged: World['logged'] = [];
  const seen: string[] = [];
  const log = (message: string, details?: unknown) => {
    logged.push({ message, details });
    seen.push(`${message} ${JSON.stringify(details)}`);
  };
  const proxy = createInterviewProxy({
    apiKey: KEY,
    secret: SECRET,
    kojiUrl: 'https://koji.test',
    fetch: koji.fetch,
    clock,
    logger: { warn: log, error: log },
    random: () => 0.5,
    retries: 0,
    ...options,
  });

  const world: World = {
    proxy,
    koji,
    clock,
    seen,
    logged,
    async call(route, body, { ticket, headers = {}, beacon = false, signal, method = 'POST' } = {}) {
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
      seen.push(JSON.stringify([...response.headers]));
      if (!response.headers.get('Content-Type')?.startsWith('text/event-stream'))
        seen.push(await response.clone().text());
      return response;
    },
    async begin(body = {}) {
      const response = await world.call('start', body);
      if (response.status !== 201) throw new Error(`start: ${response.status} ${await response.text()}`);
      const { ticket, interview } = (await response.json()) as ProxyStartResponse;
      return { ticket, id: interview.interview_id, view: interview };
    },
  };
  return world;
}

export function readReply(text: string): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  createReplyReader(event => events.push(event)).feed(text);
  return events;
}
