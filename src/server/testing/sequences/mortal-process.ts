import type { Clock } from '../../clock.ts';
import type { LeaseStore } from '../../lease-store.ts';
import { createInterviewProxy, type InterviewProxy } from '../../proxy.ts';
import { KEY } from '../scripted-koji.ts';
import { CONCLUDED, HIDDEN, IDLE, LEAVE } from './reference.ts';

/** What is left when a process dies. */
export interface Surroundings {
  clock: Clock;
  store: LeaseStore;
  fetch: typeof fetch;
  database: { is: 'up' | 'down' | 'cut'; failures: number };
  /** Maximum duration in milliseconds. */
  limit: number | null;
  chance: number;
}

/** A proxy in a process that can be killed between any two things it does. */
export interface MortalProcess {
  proxy: InterviewProxy;
  readonly isAlive: boolean;
  /** Resolves when it dies; who waits for it hears no more. */
  died: Promise<void>;
  /** Dies at the so many-th time from now that it touches something outside; at 0, now. */
  dieAt(touches: number): void;
}

const SECRET = 'a secret of thirty-two characters';
export const POLL = 60_000;

export function createMortalProcess({ clock, store, fetch, database, limit, chance }: Surroundings): MortalProcess {
  let isAlive = true;
  let touchesLeft = Number.POSITIVE_INFINITY;
  let announceDeath = () => {};
  const died = new Promise<void>(resolve => {
    announceDeath = resolve;
  });
  const timers = new Set<() => void>();

  function die() {
    isAlive = false;
    for (const cancel of timers) cancel();
    announceDeath();
  }

  /** Before and after everything that lasts: what a dead process was waiting for never comes back to it. */
  function touch(): Promise<void> {
    if (isAlive && --touchesLeft <= 0) die();
    return isAlive ? Promise.resolve() : new Promise(() => {});
  }

  function fail(): never {
    database.failures++;
    throw new Error(`The database is ${database.is}.`);
  }

  const through =
    <Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await touch();
      if (database.is === 'down') fail();
      const result = await method(...args);
      if (database.is === 'cut') fail();
      await touch();
      return result;
    };

  const proxy = createInterviewProxy({
    apiKey: KEY,
    secret: SECRET,
    kojiUrl: 'https://koji.test',
    retries: 0,
    idleTime: IDLE,
    hiddenGrace: HIDDEN,
    leaveGrace: LEAVE,
    concludedGrace: CONCLUDED,
    maxDuration: limit,
    random: () => chance,
    logger: { warn() {}, error() {} },
    clock: {
      now: clock.now,
      setTimeout(run, delay) {
        if (!isAlive) return () => {};
        const cancel = clock.setTimeout(() => {
          timers.delete(cancel);
          run();
        }, delay);
        timers.add(cancel);
        return () => {
          timers.delete(cancel);
          cancel();
        };
      },
    },
    store: {
      durable: true,
      pollEvery: POLL,
      change: through(store.change),
      takeDue: through(store.takeDue),
      nextDueAt: through(store.nextDueAt),
      counts: through(store.counts),
      list: through(store.list),
    },
    async fetch(input, init) {
      await touch();
      const response = await fetch(input, init);
      await touch();
      return response;
    },
  });

  return {
    proxy,
    get isAlive() {
      return isAlive;
    },
    died,
    dieAt(touches) {
      touchesLeft = touches;
      if (touches <= 0) die();
    },
  };
}
