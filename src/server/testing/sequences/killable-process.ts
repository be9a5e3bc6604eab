import type { Clock } from '../../clock.ts';
import type { LeaseStore } from '../../lease-store.ts';
import { createInterviewProxy, type InterviewProxy } from '../../proxy.ts';
import { API_KEY } from '../scripted-koji.ts';
import { CONCLUDED_GRACE, HIDDEN_GRACE, IDLE_TIME, LEAVE_GRACE } from './reference.ts';

/** Everything outside of the processes, which they share. */
export interface ProcessEnvironment {
  clock: Clock;
  store: LeaseStore;
  fetch: typeof fetch;
  /** `down` refuses every statement; `disconnecting` runs it and then breaks the connection. */
  database: { state: DatabaseState; failures: number };
  /** In milliseconds. */
  maxDuration: number | null;
  /** Every random number of the proxy. */
  random: number;
}

export type DatabaseState = 'up' | 'down' | 'disconnecting';

/** A proxy in a process that can be killed between any two of its operations. */
export interface KillableProcess {
  proxy: InterviewProxy;
  readonly isAlive: boolean;
  /** Resolves when the process is killed. Its pending calls never settle. */
  killed: Promise<void>;
  /** Kills the process at this operation on the store or Koji, counted from now; 0 kills it now. */
  killAt(operation: number): void;
}

const SECRET = 'a secret of thirty-two characters';
export const POLL_INTERVAL = 60_000;

export function createKillableProcess(environment: ProcessEnvironment): KillableProcess {
  const { clock, store, fetch, database, maxDuration, random } = environment;
  let isAlive = true;
  let operationsLeft = Number.POSITIVE_INFINITY;
  let resolveKilled = () => {};
  const killed = new Promise<void>(resolve => {
    resolveKilled = resolve;
  });
  const timers = new Set<() => void>();

  function kill() {
    isAlive = false;
    for (const cancel of timers) cancel();
    resolveKilled();
  }

  /**
   * Called before and after every operation that outlives the process. Never settles once the
   * process is killed.
   */
  function checkpoint(): Promise<void> {
    if (isAlive && --operationsLeft <= 0) kill();
    return isAlive ? Promise.resolve() : new Promise(() => {});
  }

  function failStatement(): never {
    database.failures++;
    throw new Error(`The database is ${database.state}.`);
  }

  const withCheckpoints =
    <Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await checkpoint();
      if (database.state === 'down') failStatement();
      const result = await method(...args);
      if (database.state === 'disconnecting') failStatement();
      await checkpoint();
      return result;
    };

  const proxy = createInterviewProxy({
    apiKey: API_KEY,
    secret: SECRET,
    kojiUrl: 'https://koji.test',
    retries: 0,
    idleTime: IDLE_TIME,
    hiddenGrace: HIDDEN_GRACE,
    leaveGrace: LEAVE_GRACE,
    concludedGrace: CONCLUDED_GRACE,
    maxDuration,
    random: () => random,
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
      pollEvery: POLL_INTERVAL,
      change: withCheckpoints(store.change),
      claimDue: withCheckpoints(store.claimDue),
      findNextDueAt: withCheckpoints(store.findNextDueAt),
      count: withCheckpoints(store.count),
      list: withCheckpoints(store.list),
    },
    async fetch(input, init) {
      await checkpoint();
      const response = await fetch(input, init);
      await checkpoint();
      return response;
    },
  });

  return {
    proxy,
    get isAlive() {
      return isAlive;
    },
    killed,
    killAt(operation) {
      operationsLeft = operation;
      if (operation <= 0) kill();
    },
  };
}
