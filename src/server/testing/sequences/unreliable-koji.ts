import type { Reason } from '../../../interview/completion.ts';
import type { Clock } from '../../clock.ts';
import { createDoneEvent, createScriptedKoji, type Situation } from '../scripted-koji.ts';
import type { KojiCondition } from './steps.ts';

export interface RecordedCompletion {
  reason: Reason;
  at: number;
  by: 'proxy' | 'team';
}

export interface UnreliableKoji {
  fetch: typeof fetch;
  condition: KojiCondition;
  /** The first completion of each completed interview. */
  completed: Map<string, RecordedCompletion>;
  /** Every call to complete that Koji accepted, repeats included. */
  completeCalls: { id: string; reason: Reason; at: number }[];
  /** The ids of all interviews. */
  listStarted(): string[];
  /** Interviews that Koji refused to complete: 401, 403 or 404. */
  refused: Set<string>;
  /** How many completions came again sooner than `Retry-After` asked. */
  earlyRetries: number;
  /** How many responses did not reach the proxy. */
  lostResponses: number;
  isConcluded(id: string): boolean;
  completeByTeam(id: string): void;
}

/** A message with this content ends the interview. */
export const GOODBYE = 'That was all.';

/** Conditions in which Koji does nothing but respond with an error. Otherwise it works. */
const FAILING: Partial<Record<KojiCondition, Situation>> = {
  down: 'down',
  'rate-limited': 'rate-limited',
  'rate-limited-without-delay': 'rate-limited-without-delay',
  overloaded: 'overloaded',
  'in-maintenance': 'in-maintenance',
  html: 'html',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  'not-found': 'not-found',
};
/** How long it takes until Koji works, and then until it responds, in milliseconds. */
const DELAYS: Partial<Record<KojiCondition, [work: number, response: number]>> = {
  'responds-late': [0, 3000],
  'works-late': [10_000, 0],
  'works-after-timeout': [45_000, 0],
  'never-responds': [0, Number.POSITIVE_INFINITY],
};

/** Creates a scripted Koji in changing conditions that records the completions. */
export function createUnreliableKoji(clock: Clock): UnreliableKoji {
  const scripted = createScriptedKoji(clock);
  /** When each interview may be completed at the earliest, by the last `Retry-After`. */
  const retryAllowedAt = new Map<string, number>();
  const delay = (milliseconds: number) =>
    new Promise<void>(resolve => {
      if (milliseconds < Number.POSITIVE_INFINITY) clock.setTimeout(resolve, milliseconds);
    });

  /** Handles a request in the condition at this moment, and records completions. */
  async function handle(request: Request): Promise<Response> {
    const situation = FAILING[koji.condition] ?? 'healthy';
    scripted.situation = situation;
    const body = request.method === 'POST' ? ((await request.clone().json()) as Record<string, string>) : {};
    const id = body.interview_id ?? /interviews\/([^/]+)\/message/.exec(request.url)?.[1] ?? '';
    scripted.reply = [createDoneEvent(body.content === GOODBYE || koji.isConcluded(id) ? 'concluded' : 'active')];
    const response = await scripted.fetch(request);
    if (!request.url.endsWith('/complete')) return response;

    if (clock.now() < (retryAllowedAt.get(id) ?? 0)) koji.earlyRetries++;
    retryAllowedAt.set(id, clock.now() + Number(response.headers.get('Retry-After') ?? 0) * 1000);
    if ([401, 403, 404].includes(response.status)) koji.refused.add(id);
    if (situation === 'healthy') {
      const call = { id, reason: body.reason as Reason, at: clock.now() };
      koji.completeCalls.push(call);
      if (response.status === 200) koji.completed.set(id, { reason: call.reason, at: call.at, by: 'proxy' });
    }
    return response;
  }

  const koji: UnreliableKoji = {
    condition: 'healthy',
    completed: new Map(),
    completeCalls: [],
    refused: new Set(),
    earlyRetries: 0,
    lostResponses: 0,
    listStarted: () => [...scripted.interviews.keys()],
    isConcluded: id => scripted.interviews.get(id)?.status === 'concluded',
    completeByTeam(id) {
      scripted.completeManually(id);
      koji.completed.set(id, { reason: 'manual', at: clock.now(), by: 'team' });
    },

    async fetch(input, init) {
      // Koji doesn't notice when the proxy aborts.
      const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
      const request = new Request(input, { ...init, signal: null });
      const { condition } = koji;
      const [workDelay, responseDelay] = DELAYS[condition] ?? [0, 0];
      let isLost = false;
      const aborted = new Promise<never>((_, reject) => {
        const onAbort = () => {
          isLost = true;
          koji.lostResponses++;
          reject(signal?.reason);
        };
        if (signal?.aborted) onAbort();
        else signal?.addEventListener('abort', onAbort, { once: true });
      });
      const responded = (async () => {
        if (workDelay > 0) await delay(workDelay);
        const response = await handle(request);
        if (responseDelay > 0) await delay(responseDelay);
        if (condition === 'disconnecting' && !isLost) {
          koji.lostResponses++;
          throw new TypeError('fetch failed');
        }
        return response;
      })();
      return Promise.race([responded, aborted]);
    },
  };
  return koji;
}
