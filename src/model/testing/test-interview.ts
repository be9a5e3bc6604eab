import { createModel, effect } from '@preact/signals';
import { onTestFinished } from 'vitest';
import type { Phase } from '../../interview/lifecycle.ts';
import type { Answer } from '../../interview/questions.ts';
import type { StoredRecord } from '../../page/storage.ts';
import type { Interview } from '../interview.ts';
import { InterviewModel, type InterviewSettings } from '../interview-model.ts';
import type { StoredInterview } from '../session.ts';
import { createScriptedProxy, type ScriptedProxy } from './scripted-proxy.ts';

/** The locks of a browser, as Node has them. */
export const NODE_LOCKS = navigator.locks;

// Tests without tabs load page after page without ever leaving one: these would wait for each other's lock.
Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined });

/** A memory that outlives a page, so that a test can reload. */
export function createMemoryRecord<Value>(record: Value | null = null): StoredRecord<Value> & { record: Value | null } {
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
  storedInterview: StoredRecord<StoredInterview> & { record: StoredInterview | null };
}

/** An interview with its proxy and its memory; disposed of at the end of the test. */
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

/** Gives effects that belong to a model one, and ends it with the test, or before by the given function. */
export function runInModel<Made>(make: () => Made): { made: Made; end(): void } {
  let made: Made | undefined;
  const Model = createModel(() => {
    made = make();
    return {};
  });
  const model = new Model();
  const end = () => model[Symbol.dispose]();
  onTestFinished(end);
  return { made: made as Made, end };
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

/** Resolves when a route was called so many times. */
export async function waitForCalls(proxy: ScriptedProxy, route: Parameters<ScriptedProxy['sent']>[0], times = 1) {
  while (proxy.sent(route).length < times) await new Promise(resolve => setImmediate(resolve));
}

export const RANKING_ANSWER: Answer = { question_id: 'q3', value: ['Help', 'Price', 'Speed'] };

/** Gives every answer of the usual script but the last, after which the interview concludes. */
export async function answerAllButLast({ interview }: TestInterview): Promise<void> {
  await interview.start();
  await interview.send('It became too expensive.');
  await interview.send('7', { question_id: 'q2', value: 7 });
}

export async function answerAll(world: TestInterview): Promise<void> {
  await answerAllButLast(world);
  await world.interview.send('1. Help\n2. Price\n3. Speed', RANKING_ANSWER);
}

/** Who said what, as the page has it. */
export const getShownTurns = ({ interview }: TestInterview) =>
  interview.messages.value.map(({ role, content }) => [role, content]);

/** Who said what, as the proxy has it. */
export const getStoredTurns = ({ proxy }: TestInterview) =>
  proxy.view.messages.map(({ role, content }) => [role, content]);
