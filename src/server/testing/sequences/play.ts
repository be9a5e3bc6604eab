import type { InterviewView, ProxyCompleteResponse, ProxyStartResponse } from '../../../wire/proxy-contract.ts';
import { waitUntilIdle } from '../idle.ts';
import { createManualClock } from '../manual-clock.ts';
import { parseReplyEvents } from '../proxy-harness.ts';
import {
  createKillableProcess,
  type KillableProcess,
  POLL_INTERVAL,
  type ProcessEnvironment,
} from './killable-process.ts';
import { createOutageLog } from './outages.ts';
import { PossibleLeases, passTime, type ReferenceEvent, type ReferenceReport, startReference } from './reference.ts';
import { createSharedStore } from './shared-store.ts';
import { describeStep, type KojiCondition, type Sequence, type Step } from './steps.ts';
import { createUnreliableKoji, GOODBYE } from './unreliable-koji.ts';

interface PlayedInterview {
  id: string;
  ticket: string;
  expected: PossibleLeases;
  /** No page got the response to its start: the process was killed, or the start was taken back. */
  isUnannounced: boolean;
  /** The last `seq` of each page load. */
  seqs: Map<string, number>;
}

interface PageCall {
  route: string;
  body: Record<string, unknown>;
  beacon: boolean;
  event: ReferenceEvent;
}

const PROXY_URL = 'https://shop.example/koji';
const SECOND = 1000;
const HOUR = 3600 * SECOND;
/**
 * How late a completion may be after the last outage: the longest `Retry-After` used here, a claim,
 * and some polls.
 */
const MAX_DELAY = 15 * 60 * SECOND;
/**
 * How long a key is not used after it was rate limited, in milliseconds: as Koji asked, or the
 * longest backoff.
 */
const RATE_LIMIT_AFTERMATH: Partial<Record<KojiCondition, number>> = {
  'rate-limited': 26 * SECOND,
  'rate-limited-without-delay': 300 * SECOND,
};
/** How long a closed lease is kept; after that a repeat calls Koji again. */
const CLOSED_RETENTION = HOUR;

/**
 * Plays a sequence, and then a time without outages. Throws, with the story of the sequence, if an
 * interview was not completed once and for the right reason.
 */
export async function playSequence({ maxDuration, random, steps }: Sequence): Promise<void> {
  const clock = createManualClock(undefined, waitUntilIdle);
  const startedAt = clock.now();
  const koji = createUnreliableKoji(clock);
  const { store, firstStored } = createSharedStore(clock);
  const database: ProcessEnvironment['database'] = { state: 'up', failures: 0 };
  const environment: ProcessEnvironment = {
    clock,
    store,
    fetch: koji.fetch,
    database,
    maxDuration: maxDuration === null ? null : maxDuration * SECOND,
    random,
  };
  const outages = createOutageLog(clock);
  const processes = [launchProcess(), launchProcess()];
  const interviews: PlayedInterview[] = [];
  const story: string[] = [];
  let kills = 0;
  /** The first error of a call that was not awaited. */
  let lateError: unknown = null;
  const reportLateError = (error: unknown) => {
    lateError ??= error;
  };

  function launchProcess(): KillableProcess {
    const process = createKillableProcess(environment);
    void process.killed.then(() => {
      outages.begin('kill');
      // The other process, if it is alive, polls within this time.
      if (processes.some(({ isAlive }) => isAlive)) outages.end('kill', POLL_INTERVAL);
    });
    return process;
  }

  const toSeconds = (time: number) => (time - startedAt) / SECOND;

  const log = (line: string) => story.push(`${toSeconds(clock.now()).toFixed(0).padStart(6)} s  ${line}`);

  function check(condition: boolean, complaint: string) {
    if (!condition) throw new Error(`${complaint}\n\n${story.join('\n')}\n`);
  }

  function addInterview(id: string, ticket: string, expected: PossibleLeases, isUnannounced = false) {
    if (interviews.some(interview => interview.id === id)) return;
    interviews.push({ id, ticket, expected, isUnannounced, seqs: new Map() });
    log(`  interview ${interviews.length - 1} exists`);
  }

  /** Adds interviews whose lease was stored by a process that could not respond to the start. */
  function addUnannouncedInterviews() {
    for (const [id, { ticket, ends_at, at }] of firstStored) {
      const expected = new PossibleLeases(startReference(at, ends_at));
      // A start whose lease seems not to be stored is completed at once.
      expected.applyMaybe({ type: 'completed', reason: 'respondent_left', report: null }, at);
      addInterview(id, ticket, expected, true);
    }
  }

  /** Sends a request to a process. Resolves to null if the process is killed before it responds. */
  async function callProxy(process: KillableProcess, route: string, body: object, ticket?: string, beacon = false) {
    if (!process.isAlive) return null;
    const responded = process.proxy
      .fetch(
        new Request(`${PROXY_URL}/${route}`, {
          method: 'POST',
          headers: {
            'Sec-Fetch-Site': 'same-origin',
            'Content-Type': beacon ? 'text/plain;charset=UTF-8' : 'application/json',
            ...(ticket && !beacon ? { 'X-Koji-Ticket': ticket } : {}),
          },
          body: JSON.stringify(beacon ? { ticket, ...body } : body),
        }),
      )
      .then(async response => ({ status: response.status, text: await response.text() }));
    return Promise.race([responded, process.killed.then(() => null)]);
  }

  async function startInterview(process: KillableProcess) {
    void callProxy(process, 'start', {}).then(async response => {
      if (response?.status !== 201) return addUnannouncedInterviews();
      const { ticket, interview } = JSON.parse(response.text) as ProxyStartResponse;
      const endsAt = interview.ends_at === null ? null : Date.parse(interview.ends_at);
      addInterview(interview.interview_id, ticket, new PossibleLeases(startReference(clock.now(), endsAt)));
    });
    await waitUntilIdle();
  }

  /** Delivers a page's call to a process, and applies its event to what is expected. */
  async function deliver(interview: PlayedInterview, process: KillableProcess, call: PageCall) {
    const { expected, ticket } = interview;
    if (!process.isAlive) return;
    const leasesBefore = expected.all;
    const failuresBefore = database.failures;
    expected.apply(call.event, clock.now());
    void callProxy(process, call.route, call.body, ticket, call.beacon)
      .then(response => checkResponse(interview, call.route, response, failuresBefore))
      .catch(reportLateError);
    await waitUntilIdle();
    if (!process.isAlive || database.failures > failuresBefore) expected.add(leasesBefore);
  }

  function checkResponse(
    interview: PlayedInterview,
    route: string,
    response: { status: number; text: string } | null,
    failuresBefore: number,
  ) {
    if (response) log(`  ${route} of ${interviews.indexOf(interview)}: ${response.status}`);
    if (response === null || response.status >= 500) {
      const mayConclude = route === 'message' || route === 'resume';
      if (mayConclude && koji.isConcluded(interview.id)) {
        interview.expected.applyMaybe({ type: 'concluded' }, clock.now());
      }
    } else if (response.status === 200) {
      const { isConcluded, reason } = readResponse(route, response.text);
      // The proxy learns that the conversation is over when Koji's response passes through it.
      if (isConcluded && database.failures === failuresBefore) {
        interview.expected.apply({ type: 'concluded' }, clock.now());
      } else if (isConcluded) {
        interview.expected.applyMaybe({ type: 'concluded' }, clock.now());
      }
      if (reason !== undefined) {
        const isRight = koji.completed.get(interview.id)?.reason === reason;
        check(isRight, `The page got the reason "${reason}", Koji has another one.`);
      }
    }
    if (response?.status === 500) check(database.failures > 0, `The proxy responded 500: ${response.text}`);
  }

  /** Sends a call as the step's network delivers it. */
  async function send(step: Extract<Step, { delivery: unknown }>, call: PageCall) {
    const interview = interviews[step.interview];
    if (!interview || step.delivery === 'lost') return;
    const deliverNow = () => deliver(interview, processes[step.process]!, call);
    if (typeof step.delivery === 'number') {
      clock.setTimeout(() => void deliverNow().catch(reportLateError), step.delivery);
      return;
    }
    await deliverNow();
    if (step.delivery === 'twice') await deliverNow();
  }

  function nextReport(step: { interview: number; page: number | null }): ReferenceReport | null {
    if (step.page === null) return null;
    const page = `page ${step.page}`;
    const seqs = interviews[step.interview]?.seqs;
    const seq = (seqs?.get(page) ?? 0) + 1;
    seqs?.set(page, seq);
    return { page, seq };
  }

  function restart(n: number) {
    if (processes[n]!.isAlive) return;
    processes[n] = launchProcess();
    outages.end('kill', POLL_INTERVAL);
  }

  async function playStep(step: Step): Promise<void> {
    switch (step.step) {
      case 'start':
        if (interviews.length < 2) await startInterview(processes[step.process]!);
        return;
      case 'message': {
        const body = { content: step.goodbye ? GOODBYE : 'It broke.' };
        return send(step, { route: 'message', body, beacon: false, event: { type: 'message' } });
      }
      case 'visible':
      case 'hidden': {
        const report = nextReport(step);
        const body = { state: step.step, ...report };
        return send(step, { route: 'heartbeat', body, beacon: step.beacon, event: { type: step.step, report } });
      }
      case 'left': {
        const report = nextReport(step);
        const body = { reason: 'respondent_left', ...report };
        return send(step, { route: 'complete', body, beacon: step.beacon, event: { type: 'left', report } });
      }
      case 'resumed': {
        const report = nextReport(step);
        return send(step, { route: 'resume', body: { ...report }, beacon: false, event: { type: 'resumed', report } });
      }
      case 'completed': {
        const { reason, final, beacon } = step;
        const hasLeft = reason === 'respondent_left';
        const report = hasLeft ? nextReport(step) : null;
        const event: ReferenceEvent =
          hasLeft && !final ? { type: 'left', report } : { type: 'completed', reason, report };
        return send(step, { route: 'complete', body: { reason, final, ...report }, beacon, event });
      }
      case 'wait':
        return clock.advance(step.seconds * SECOND);
      case 'koji':
        outages.end('koji', RATE_LIMIT_AFTERMATH[koji.condition]);
        koji.condition = step.condition;
        if (step.condition !== 'healthy') outages.begin('koji');
        return;
      case 'database':
        outages.end('database', POLL_INTERVAL);
        database.state = step.state;
        if (step.state !== 'up') outages.begin('database');
        return;
      case 'kill':
        if (processes[step.process]!.isAlive) kills++;
        processes[step.process]!.killAt(step.operation);
        addUnannouncedInterviews();
        return;
      case 'restart':
        restart(step.process);
        return waitUntilIdle();
      case 'replace': {
        const old = processes[step.process]!;
        processes[step.process] = launchProcess();
        outages.end('kill', POLL_INTERVAL);
        if (old.isAlive) void old.proxy.stop().catch(reportLateError);
        return waitUntilIdle();
      }
      case 'sweep': {
        const { isAlive, proxy } = processes[step.process]!;
        // A failure of the database rejects.
        if (isAlive)
          void proxy.sweep().catch(() => {
            if (database.failures === 0) reportLateError(new Error('A sweep failed.'));
          });
        return waitUntilIdle();
      }
      case 'team': {
        const id = interviews[step.interview]?.id;
        if (id && !koji.completed.has(id)) koji.completeByTeam(id);
        return;
      }
    }
  }

  const hasEnded = async ({ id }: PlayedInterview) =>
    koji.completed.has(id) || (await store.list('parked')).some(lease => lease.id === id);

  /**
   * Ends all outages, and waits until every interview has ended. Resolves to the ids of the parked
   * ones, which are retried.
   */
  async function playCalm() {
    await playStep({ step: 'koji', condition: 'healthy' });
    await playStep({ step: 'database', state: 'up' });
    for (const process of processes) process.killAt(Number.POSITIVE_INFINITY);
    for (const n of [0, 1]) restart(n);
    await clock.advance(POLL_INTERVAL);
    for (let waited = 0; waited < 4 * HOUR; waited += POLL_INTERVAL) {
      if ((await Promise.all(interviews.map(hasEnded))).every(Boolean)) break;
      await clock.advance(POLL_INTERVAL);
    }
    const parked = await processes[0]!.proxy.parked();
    for (const { interview_id, reason } of parked) {
      const interview = interviews.find(({ id }) => id === interview_id)!;
      log(`parked as ${reason}, retried`);
      check(koji.refused.has(interview_id), 'An interview is parked although Koji never refused it.');
      await callProxy(processes[0]!, 'complete', { reason: 'manual' }, interview.ticket);
    }
    await clock.advance(5 * POLL_INTERVAL);
    return new Set(parked.map(({ interview_id }) => interview_id));
  }

  function checkInterview(interview: PlayedInterview, calmFrom: number, wasParked: boolean) {
    const name = `Interview ${interviews.indexOf(interview)}`;
    const completed = koji.completed.get(interview.id);
    const calls = koji.completeCalls.filter(({ id }) => id === interview.id);
    const possible = interview.expected.all.map(lease => passTime(lease, clock.now()));
    const expected = possible.map(({ reason, dueAt }) => `${reason} at ${toSeconds(dueAt)} s`).join(', or ');
    check(completed !== undefined, `${name} was never completed; expected: ${expected}.`);
    const { reason, at, by } = completed!;
    if (by === 'proxy') {
      const actual = `${reason} at ${toSeconds(at)} s`;
      const matching = possible.filter(lease => lease.reason === reason && lease.dueAt <= at);
      check(matching.length > 0, `${name} was completed as ${actual}; expected: ${expected}.`);
      const dueTimes = matching.map(({ dueAt }) => dueAt);
      const latest = Math.max(...dueTimes);
      if (!outages.hadOutage(Math.min(...dueTimes), at))
        check(at <= latest + SECOND, `${name} was completed late, as ${actual}; expected: ${expected}.`);
      else if (!wasParked) check(at <= Math.max(latest, calmFrom) + MAX_DELAY, `${name} was completed far too late.`);
      const reasons = new Set(calls.map(call => call.reason));
      check(reasons.size === 1 || interview.isUnannounced, `${name} was completed with several reasons.`);
    }
    const repeats = calls.filter(call => call.at < at + CLOSED_RETENTION).length - (by === 'proxy' ? 1 : 0);
    const allowedRepeats = countLosses() + (by === 'team' ? 1 : 0);
    check(
      repeats <= allowedRepeats,
      `${name} had ${repeats} repeated completions; at most ${allowedRepeats} expected.`,
    );
  }

  /** Each of them may cause one repeated completion, or one interview without a lease. */
  const countLosses = () => koji.lostResponses + kills + database.failures;

  await startInterview(processes[0]!);
  for (const step of steps) {
    log(describeStep(step));
    await playStep(step);
    if (lateError) throw lateError;
  }
  log('calm');
  const calmFrom = clock.now();
  addUnannouncedInterviews();
  const parked = await playCalm();
  if (lateError) throw lateError;
  for (const interview of interviews) checkInterview(interview, calmFrom, parked.has(interview.id));

  if (kills === 0 && database.failures === 0) check(koji.earlyRetries === 0, 'A retry came before its Retry-After.');
  const withoutLease = koji
    .listStarted()
    .filter(id => !interviews.some(interview => interview.id === id) && !koji.completed.has(id));
  check(withoutLease.length <= countLosses(), `${withoutLease.length} interviews were started but have no lease.`);
  check(interviews.length > 0, 'No interview was started.');
}

/**
 * What a 200 response says of the interview: whether it has concluded, and the reason of its
 * completion.
 */
function readResponse(route: string, text: string): { isConcluded: boolean; reason?: string } {
  switch (route) {
    case 'message': {
      const last = parseReplyEvents(text).at(-1);
      return { isConcluded: last?.type === 'done' && last.interview_status === 'concluded' };
    }
    case 'resume': {
      const view = JSON.parse(text) as InterviewView;
      return { isConcluded: view.status === 'concluded', reason: view.completed?.reason };
    }
    case 'complete': {
      const response = JSON.parse(text) as ProxyCompleteResponse;
      return { isConcluded: false, reason: response.status === 'completed' ? response.reason : undefined };
    }
    default:
      return { isConcluded: false };
  }
}
