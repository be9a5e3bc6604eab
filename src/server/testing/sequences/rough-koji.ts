import type { Reason } from '../../../interview/completion.ts';
import type { Clock } from '../../clock.ts';
import { createScriptedKoji, done, type Situation } from '../scripted-koji.ts';
import type { Weather } from './steps.ts';

export interface Completed {
  reason: Reason;
  at: number;
  by: 'proxy' | 'team';
}

export interface RoughKoji {
  fetch: typeof fetch;
  weather: Weather;
  /** What came first, of each interview that has been completed. */
  completed: Map<string, Completed>;
  /** Every call to complete that Koji took, repeats included. */
  calls: { id: string; reason: Reason; at: number }[];
  /** Every interview it has started. */
  started(): string[];
  /** Interviews that it refused to complete: 401, 403 or 404. */
  refused: Set<string>;
  /** How often a completion came again sooner than it had asked for. */
  hasty: number;
  /** How many answers never got back. */
  lostAnswers: number;
  isConcluded(id: string): boolean;
  completeByTeam(id: string): void;
}

/** Said to an interviewer, this ends the interview. */
export const GOODBYE = 'That was all.';

const REFUSES: Partial<Record<Weather, Situation>> = {
  down: 'down',
  'rate-limited': 'rate-limited',
  crowded: 'crowded',
  overloaded: 'overloaded',
  'in-maintenance': 'in-maintenance',
  strange: 'strange',
  unauthorized: 'unauthorized',
  forbids: 'forbids',
  forgetful: 'forgetful',
};
/** How long it takes Koji to work, and then to answer, in milliseconds. */
const SPEED: Partial<Record<Weather, [work: number, answer: number]>> = {
  slow: [0, 3000],
  sluggish: [10_000, 0],
  glacial: [45_000, 0],
  mute: [0, Number.POSITIVE_INFINITY],
};

/** The scripted Koji in changing weather, with a record of what it was asked to complete. */
export function createRoughKoji(clock: Clock): RoughKoji {
  const koji = createScriptedKoji(clock);
  /** When each interview may be completed at the soonest, as Koji asked. */
  const quietUntil = new Map<string, number>();
  const pause = (milliseconds: number) =>
    new Promise<void>(resolve => {
      if (milliseconds < Number.POSITIVE_INFINITY) clock.setTimeout(resolve, milliseconds);
    });

  /** Does what is asked, in the weather there is when it gets to it. */
  async function work(request: Request): Promise<Response> {
    const situation = REFUSES[rough.weather] ?? 'fine';
    koji.situation = situation;
    const body = request.method === 'POST' ? ((await request.clone().json()) as Record<string, string>) : {};
    const id = body.interview_id ?? /interviews\/([^/]+)\/message/.exec(request.url)?.[1] ?? '';
    koji.reply = [done(body.content === GOODBYE || rough.isConcluded(id) ? 'concluded' : 'active')];
    const response = await koji.fetch(request);
    if (request.url.endsWith('/complete')) {
      if (clock.now() < (quietUntil.get(id) ?? 0)) rough.hasty++;
      quietUntil.set(id, clock.now() + Number(response.headers.get('Retry-After') ?? 0) * 1000);
      if ([401, 403, 404].includes(response.status)) rough.refused.add(id);
    }
    if (request.url.endsWith('/complete') && situation === 'fine') {
      const call = { id, reason: body.reason as Reason, at: clock.now() };
      rough.calls.push(call);
      if (response.status === 200) rough.completed.set(id, { reason: call.reason, at: call.at, by: 'proxy' });
    }
    return response;
  }

  const rough: RoughKoji = {
    weather: 'fine',
    completed: new Map(),
    calls: [],
    refused: new Set(),
    hasty: 0,
    lostAnswers: 0,
    started: () => [...koji.interviews.keys()],
    isConcluded: id => koji.interviews.get(id)?.status === 'concluded',
    completeByTeam(id) {
      koji.completeByHand(id);
      rough.completed.set(id, { reason: 'manual', at: clock.now(), by: 'team' });
    },

    async fetch(input, init) {
      // Koji does not notice when the proxy hangs up.
      const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
      const request = new Request(input, { ...init, signal: null });
      const { weather } = rough;
      const [before, after] = SPEED[weather] ?? [0, 0];
      let isLost = false;
      const hungUp = new Promise<never>((_, reject) => {
        const hangUp = () => {
          isLost = true;
          rough.lostAnswers++;
          reject(signal?.reason);
        };
        if (signal?.aborted) hangUp();
        else signal?.addEventListener('abort', hangUp, { once: true });
      });
      const answered = (async () => {
        if (before > 0) await pause(before);
        const response = await work(request);
        if (after > 0) await pause(after);
        if (weather === 'cut' && !isLost) {
          rough.lostAnswers++;
          throw new TypeError('fetch failed');
        }
        return response;
      })();
      return Promise.race([answered, hungUp]);
    },
  };
  return rough;
}
