import { createModel, effect } from '@preact/signals';
import { onTestFinished } from 'vitest';
import type { Phase } from '../../interview/lifecycle.ts';
import type { Answer } from '../../interview/questions.ts';
import type { StoredRecord } from '../../page/storage.ts';
import type { Interview } from '../interview.ts';
import { InterviewModel, type InterviewSettings } from '../interview-model.ts';
import type { StoredInterview } from '../session.ts';
import { createScriptedProxy, type ScriptedProxy } from './scripted-proxy.ts';

/** Node's implementation of the Web Locks API. */
export const NODE_LOCKS = navigator.locks;

// Most tests load several pages and never leave one. With locks, the later pages would wait for the
// first.
Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined });

export interface MemoryRecord<Value> extends StoredRecord<Value> {
  /** What is stored now. */
  record: Value | null;
}

/** A stored record that outlives the models using it, so that a test can reload the page. */
export function createMemoryRecord<Value>(record: Value | null = null): MemoryRecord<Value> {
  return {
    record,
    read() {
      return this.record;
    },
    write(value) {
      this.record = value;
    },
    clear() {
      this.record = null;
    },
  };
}

export const loadDeferred = () => import('../deferred.ts');

export interface TestInterview {
  interview: Interview;
  proxy: ScriptedProxy;
  storedInterview: MemoryRecord<StoredInterview>;
}

/**
 * Creates an interview with its proxy and its storage. The model is disposed at the end of the
 * test.
 */
export function createTestInterview(
  proxy: ScriptedProxy = createScriptedProxy(),
  settings: Partial<InterviewSettings> = {},
  storedInterview = createMemoryRecord<StoredInterview>(),
): TestInterview {
  const interview = new InterviewModel({
    client: proxy,
    storedInterview,
    name: crypto.randomUUID(),
    study: undefined,
    locale: undefined,
    respondent: undefined,
    maxDuration: null,
    loadDeferred,
    ...settings,
  });
  onTestFinished(() => interview[Symbol.dispose]());
  return { interview, proxy, storedInterview };
}

/**
 * Runs code that creates effects in a model of its own. Disposed at the end of the test, or earlier
 * by `dispose`.
 */
export function runInModel(run: () => unknown): { dispose(): void } {
  const Model = createModel(() => {
    run();
    return {};
  });
  const model = new Model();
  const dispose = () => model[Symbol.dispose]();
  onTestFinished(dispose);
  return { dispose };
}

/** Resolves when the interview is in a phase. */
export function waitForPhase(interview: Interview, phase: Phase): Promise<void> {
  return new Promise(resolve => {
    const stop = effect(() => {
      if (interview.state.value.phase !== phase) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** Resolves when a route has been called at least `times` times. */
export async function waitForCalls(proxy: ScriptedProxy, route: Parameters<ScriptedProxy['sent']>[0], times = 1) {
  while (proxy.sent(route).length < times) await new Promise(resolve => setImmediate(resolve));
}

export const RANKING_ANSWER: Answer = { question_id: 'q3', value: ['Help', 'Price', 'Speed'] };

/**
 * Starts the usual script and answers all its questions but the last, after which the interview
 * concludes.
 */
export async function answerAllButLast({ interview }: TestInterview): Promise<void> {
  await interview.start();
  await interview.send('It became too expensive.');
  await interview.send('7', { question_id: 'q2', value: 7 });
}

export async function answerAll(setup: TestInterview): Promise<void> {
  await answerAllButLast(setup);
  await setup.interview.send('1. Help\n2. Price\n3. Speed', RANKING_ANSWER);
}

/** The messages in the page: role and content of each. */
export const getShownTurns = ({ interview }: TestInterview) =>
  interview.messages.value.map(({ role, content }) => [role, content]);

/** The messages at the proxy: role and content of each. */
export const getStoredTurns = ({ proxy }: TestInterview) =>
  proxy.view.messages.map(({ role, content }) => [role, content]);
