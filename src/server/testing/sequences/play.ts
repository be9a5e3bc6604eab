import type { InterviewView, ProxyCompleteResponse, ProxyStartResponse } from '../../../wire/proxy-contract.ts';
import { createManualClock } from '../manual-clock.ts';
import { quiet } from '../quiet.ts';
import { readReply } from '../respondent.ts';
import { createLastingStore } from './lasting-store.ts';
import { createMortalProcess, type MortalProcess, POLL, type Surroundings } from './mortal-process.ts';
import { begin, Expectation, type Happening, pass, type Said } from './reference.ts';
import { createRoughKoji, GOODBYE } from './rough-koji.ts';
import { describeStep, type Sequence, type Step, type Weather } from './steps.ts';
import { createTroubles } from './troubles.ts';

interface Interview {
  id: string;
  ticket: string;
  expected: Expectation;
  /** No page was told that it started: the proxy may have died, or have taken the start back. */
  isStranger: boolean;
  /** Reports made so far by each page load. */
  seqs: Map<string, number>;
}

interface Call {
  route: string;
  body: Record<string, unknown>;
  beacon: boolean;
  happening: Happening;
}

const SHOP = 'https://shop.example/koji';
const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** How late a completion may be after the last trouble: the longest wait that Koji asks for here, a claim, and some looks. */
const LATE = 15 * 60 * SECOND;
/** How long a key is left alone after it was rate limited, in milliseconds: as Koji asked, or as long as the longest backoff. */
const AFTERMATH: Partial<Record<Weather, number>> = { 'rate-limited': 26 * SECOND, crowded: 300 * SECOND };
/** How long a closed lease is remembered; after that a repeat costs a call. */
const REMEMBERED = HOUR;

/** Plays a sequence to its end and a calm after it. Throws, with the story, where an interview did not end once and for the right reason. */
export async function play({ limit: limitSeconds, chance, steps }: Sequence): Promise<void> {
  const clock = createManualClock(undefined, quiet);
  const begun = clock.now();
  const limit = limitSeconds === null ? null : limitSeconds * SECOND;
  const koji = createRoughKoji(clock);
  const { store, births } = createLastingStore(clock);
  const database: Surroundings['database'] = { is: 'up', failures: 0 };
  const launch = () => {
    const process = createMortalProcess({ clock, store, fetch: koji.fetch, database, limit, chance });
    void process.died.then(() => {
      troubles.begin('death');
      // The other process, where there is one, looks within this time.
      if (processes.some(({ isAlive }) => isAlive)) troubles.end('death', POLL);
    });
    return process;
  };
  const processes = [launch(), launch()];
  const interviews: Interview[] = [];
  const story: string[] = [];
  const troubles = createTroubles(clock);
  let deaths = 0;

  const tell = (line: string) => story.push(`${((clock.now() - begun) / SECOND).toFixed(0).padStart(6)} s  ${line}`);

  function check(holds: boolean, complaint: string) {
    if (!holds) throw new Error(`${complaint}\n\n${story.join('\n')}\n`);
  }

  function meet(id: string, ticket: string, expected: Expectation, isStranger = false) {
    const known = interviews.find(each => each.id === id);
    if (known) return;
    interviews.push({ id, ticket, expected, isStranger, seqs: new Map() });
    tell(`  interview ${interviews.length - 1} is there`);
  }

  /** A process that died, or could not say so, may have kept the lease of an interview that nobody was told of. */
  function meetStrangers() {
    for (const [id, { ticket, ends_at, at }] of births) {
      const stranger = new Expectation(begin(at, ends_at));
      // A start whose lease seems not to have been kept is taken back at once.
      stranger.mayHaveHappened({ what: 'completed', reason: 'respondent_left', said: null }, at);
      meet(id, ticket, stranger, true);
    }
  }

  /** Sends a request to a process; null where no answer came back. */
  async function ask(process: MortalProcess, route: string, body: object, ticket?: string, beacon = false) {
    if (!process.isAlive) return null;
    const answering = process.proxy
      .fetch(
        new Request(`${SHOP}/${route}`, {
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
    return Promise.race([answering, process.died.then(() => null)]);
  }

  async function start(process: MortalProcess) {
    void ask(process, 'start', {}).then(async answer => {
      if (answer?.status !== 201) return meetStrangers();
      const { ticket, interview } = JSON.parse(answer.text) as ProxyStartResponse;
      const ends = interview.ends_at === null ? null : Date.parse(interview.ends_at);
      meet(interview.interview_id, ticket, new Expectation(begin(clock.now(), ends)));
    });
    await quiet();
  }

  async function deliver(interview: Interview, process: MortalProcess, { route, body, beacon, happening }: Call) {
    const { expected, ticket, id } = interview;
    if (!process.isAlive) return;
    const before = expected.possible;
    const failures = database.failures;
    expected.happened(happening, clock.now());

    /** The proxy learns that the conversation is over when Koji's answer passes through it. */
    const concludes = (isSure: boolean) => {
      const wasUp = database.failures === failures;
      if (isSure && wasUp) expected.happened({ what: 'concluded' }, clock.now());
      else expected.mayHaveHappened({ what: 'concluded' }, clock.now());
    };
    void ask(process, route, body, ticket, beacon)
      .then(answer => {
        if (answer) tell(`  ${route} of ${interviews.indexOf(interview)}: ${answer.status}`);
        if (answer === null || answer.status >= 500) {
          if (koji.isConcluded(id) && (route === 'message' || route === 'resume')) concludes(false);
        } else if (answer.status === 200) {
          if (route === 'message') {
            const last = readReply(answer.text).at(-1);
            if (last?.type === 'done' && last.interview_status === 'concluded') concludes(true);
          }
          if (route === 'resume') {
            const view = JSON.parse(answer.text) as InterviewView;
            if (view.status === 'concluded') concludes(true);
            if (view.completed) checkTold(interview, view.completed.reason);
          }
          if (route === 'complete') {
            const told = JSON.parse(answer.text) as ProxyCompleteResponse;
            if (told.status === 'completed') checkTold(interview, told.reason);
          }
        }
        if (answer?.status === 500) check(database.failures > 0, `The proxy answered 500: ${answer.text}`);
      })
      .catch(complain);
    await quiet();
    if (!process.isAlive || database.failures > failures) expected.orElse(before);
  }

  /** Complaints of answers that come later. */
  let complaint: unknown = null;
  const complain = (error: unknown) => {
    complaint ??= error;
  };
  const checkTold = ({ id }: Interview, reason: string) =>
    check(koji.completed.get(id)?.reason === reason, `The page was told "${reason}", Koji has another reason.`);

  async function send(step: Extract<Step, { fate: unknown }>, call: Call) {
    const interview = interviews[step.interview];
    if (!interview) return;
    const now = () => deliver(interview, processes[step.process]!, call);
    if (step.fate === 'lost') return;
    if (typeof step.fate === 'number') {
      clock.setTimeout(() => void now().catch(complain), step.fate);
      return;
    }
    await now();
    if (step.fate === 'twice') await now();
  }

  function report(step: { interview: number; page: number | null }): { said: Said | null } {
    if (step.page === null) return { said: null };
    const page = `page ${step.page}`;
    const seqs = interviews[step.interview]?.seqs;
    const seq = (seqs?.get(page) ?? 0) + 1;
    seqs?.set(page, seq);
    return { said: { page, seq } };
  }

  function launchAgain(n: number) {
    if (processes[n]!.isAlive) return;
    processes[n] = launch();
    troubles.end('death', POLL);
  }

  async function take(step: Step): Promise<void> {
    switch (step.step) {
      case 'start':
        if (interviews.length < 2) await start(processes[step.process]!);
        return;
      case 'message': {
        const body = { content: step.goodbye ? GOODBYE : 'It broke.' };
        return send(step, { route: 'message', body, beacon: false, happening: { what: 'message' } });
      }
      case 'visible':
      case 'hidden': {
        const { said } = report(step);
        const body = { state: step.step, ...said };
        return send(step, { route: 'heartbeat', body, beacon: step.beacon, happening: { what: step.step, said } });
      }
      case 'left': {
        const { said } = report(step);
        const body = { reason: 'respondent_left', ...said };
        return send(step, { route: 'complete', body, beacon: step.beacon, happening: { what: 'left', said } });
      }
      case 'resumed': {
        const { said } = report(step);
        return send(step, { route: 'resume', body: { ...said }, beacon: false, happening: { what: 'resumed', said } });
      }
      case 'completed': {
        const { reason, final, beacon } = step;
        const left = reason === 'respondent_left';
        const { said } = left ? report(step) : { said: null };
        const happening: Happening = left && !final ? { what: 'left', said } : { what: 'completed', reason, said };
        return send(step, { route: 'complete', body: { reason, final, ...said }, beacon, happening });
      }
      case 'wait':
        return clock.advance(step.seconds * SECOND);
      case 'koji':
        troubles.end('koji', AFTERMATH[koji.weather]);
        koji.weather = step.weather;
        if (step.weather !== 'fine') troubles.begin('koji');
        return;
      case 'database':
        troubles.end('database', POLL);
        database.is = step.is;
        if (step.is !== 'up') troubles.begin('database');
        return;
      case 'crash':
        if (processes[step.process]!.isAlive) deaths++;
        processes[step.process]!.dieAt(step.at);
        meetStrangers();
        return;
      case 'restart':
        launchAgain(step.process);
        return quiet();
      case 'roll': {
        const old = processes[step.process]!;
        processes[step.process] = launch();
        troubles.end('death', POLL);
        if (old.isAlive) void old.proxy.stop().catch(complain);
        return quiet();
      }
      case 'sweep': {
        const { isAlive, proxy } = processes[step.process]!;
        // A database that fails is the scheduler's to hear of.
        if (isAlive)
          void proxy.sweep().catch(() => {
            if (database.failures === 0) complain(new Error('A sweep failed.'));
          });
        return quiet();
      }
      case 'team': {
        const id = interviews[step.interview]?.id;
        if (id && !koji.completed.has(id)) koji.completeByTeam(id);
        return;
      }
    }
  }

  const isOver = async ({ id }: Interview) =>
    koji.completed.has(id) || (await store.list('parked')).some(lease => lease.id === id);

  /** All is well from here on. */
  async function calmDown() {
    await take({ step: 'koji', weather: 'fine' });
    await take({ step: 'database', is: 'up' });
    for (const process of processes) process.dieAt(Number.POSITIVE_INFINITY);
    for (const n of [0, 1]) launchAgain(n);
    await clock.advance(POLL);
    for (let waited = 0; waited < 4 * HOUR; waited += POLL) {
      if ((await Promise.all(interviews.map(isOver))).every(Boolean)) break;
      await clock.advance(POLL);
    }
    // Somebody looks at what is parked, and has it tried again.
    const parked = await processes[0]!.proxy.parked();
    for (const { interview_id, reason } of parked) {
      const interview = interviews.find(({ id }) => id === interview_id)!;
      tell(`parked as ${reason}, tried again`);
      check(koji.refused.has(interview_id), 'It was parked, and Koji had never refused it.');
      await ask(processes[0]!, 'complete', { reason: 'manual' }, interview.ticket);
    }
    await clock.advance(5 * POLL);
    return new Set(parked.map(({ interview_id }) => interview_id));
  }

  function judge(interview: Interview, calm: number, wasParked: boolean) {
    const name = `Interview ${interviews.indexOf(interview)}`;
    const completed = koji.completed.get(interview.id);
    const calls = koji.calls.filter(({ id }) => id === interview.id);
    const ends = interview.expected.possible.map(due => pass(due, clock.now()));
    const wanted = ends.map(({ reason, at }) => `${reason} at ${(at - begun) / SECOND} s`).join(', or ');
    check(completed !== undefined, `${name} was lost; it ought to have ended: ${wanted}.`);
    const { reason, at, by } = completed!;
    if (by === 'proxy') {
      const right = ends.filter(end => end.reason === reason && end.at <= at);
      check(right.length > 0, `${name} ended: ${reason} at ${(at - begun) / SECOND} s; it ought to: ${wanted}.`);
      const latest = Math.max(...right.map(end => end.at));
      if (!troubles.between(Math.min(...right.map(end => end.at)), at))
        check(at <= latest + SECOND, `${name} ended late: ${(at - begun) / SECOND} s; it ought to: ${wanted}.`);
      else if (!wasParked) check(at <= Math.max(latest, calm) + LATE, `${name} ended far too late.`);
      const reasons = new Set(calls.map(call => call.reason));
      check(reasons.size === 1 || interview.isStranger, `${name} was completed for several reasons.`);
    }
    const repeats = calls.filter(call => call.at < at + REMEMBERED).length - (by === 'proxy' ? 1 : 0);
    const excuses = koji.lostAnswers + deaths + database.failures + (by === 'team' ? 1 : 0);
    check(repeats <= excuses, `${name} was completed ${repeats + 1} times, with ${excuses} answers lost.`);
  }

  await start(processes[0]!);
  for (const step of steps) {
    tell(describeStep(step));
    await take(step);
    if (complaint) throw complaint;
  }
  tell('calm');
  const calm = clock.now();
  meetStrangers();
  const parked = await calmDown();
  if (complaint) throw complaint;
  for (const interview of interviews) judge(interview, calm, parked.has(interview.id));

  if (deaths === 0 && database.failures === 0) check(koji.hasty === 0, 'Koji had asked to be left alone for longer.');
  const unknown = koji.started().filter(id => !interviews.some(each => each.id === id) && !koji.completed.has(id));
  const excuses = koji.lostAnswers + deaths + database.failures;
  check(unknown.length <= excuses, `${unknown.length} interviews were started that nobody knows of.`);
  check(interviews.length > 0, 'No interview was started.');
}
