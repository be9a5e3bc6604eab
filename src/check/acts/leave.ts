import type { Act, Stage } from '../act.ts';
import { begin, pageLoad, type Running } from '../begin.ts';
import { expect, readCompleted, say } from '../expect.ts';
import { Untold } from '../outcome.ts';

interface Scene extends Stage {
  /** Its page leaves, and nobody comes. */
  left: Running;
  /** Its page leaves, and another comes back. */
  returned: Running;
  /** Its page is replaced by another, and then reports a leave. */
  replaced: Running;
  /** Its page comes back, and then an older report of it arrives. */
  late: Running;
  /** When `left` is due to be completed, in milliseconds since the epoch; 0 where it isn't. */
  leftAt: number;
  /** When all that was reported would have been acted upon. */
  over: number;
}

/** More than the reports of this act take, in milliseconds. */
const REPORTING = 1_000;

const report = pageLoad();
const other = pageLoad();

/** A page that leaves, with the grace that the proxy gives it. */
export const leaveAct: Act<Scene> = {
  name: 'Leave and come back',
  async open(stage) {
    const [left, returned, replaced, late] = await Promise.all([
      begin(stage),
      begin(stage),
      begin(stage),
      begin(stage),
    ]);
    return { ...stage, left, returned, replaced, late, leftAt: 0, over: 0 };
  },
  rows: [
    {
      id: 'leave.grace',
      says: 'A leave in a text/plain body answers 202 leaving, with a time to come.',
      async check(scene) {
        const began = Date.now();
        const heard = await scene.left.call(
          'complete',
          { reason: 'respondent_left', ...report(1) },
          { isBeacon: true },
        );
        const answer = readCompleted(heard);
        expect(answer.status === 'leaving' && heard.status === 202, `Expected 202 leaving, got: ${say(heard)}`);
        scene.leftAt = Date.parse(answer.completes_at);
        expect(scene.leftAt > began, 'completes_at is not in the future, so a reload could never come back in time.');
      },
    },
    {
      id: 'leave.twice',
      says: 'The same report a second time does not move the completion.',
      async check({ left, leftAt }) {
        const again = await left.leave(report(1));
        expect(again === leftAt, `completes_at was ${iso(leftAt)} and is ${again === null ? 'gone' : iso(again)}.`);
      },
    },
    {
      id: 'leave.header',
      says: 'A leave is taken as JSON with the ticket in a header, too, and a resume takes it back: the interview is active.',
      async check(scene) {
        const { returned } = scene;
        const heard = await returned.call('complete', { reason: 'respondent_left', ...report(1) });
        const answer = readCompleted(heard);
        expect(answer.status === 'leaving', `Expected 202 leaving, got: ${say(heard)}`);
        // What is reported next has the same grace, and begins it a little later.
        scene.over = Date.parse(answer.completes_at) + REPORTING;
        const view = await returned.resume(other(1));
        expect(view.status === 'active', `The interview is ${view.status}.`);
      },
    },
    {
      id: 'leave.stale-answered',
      says: 'A leave that comes too late, of a page load that was replaced or with a seq already passed, is answered 2xx.',
      async check({ replaced, late }) {
        await replaced.resume(report(1));
        await replaced.resume(other(1));
        await replaced.leave(report(2));
        await late.resume(report(5));
        await late.leave(report(4));
      },
    },
    {
      id: 'leave.taken-back',
      says: 'After the grace, an interview that was resumed is still active.',
      check: scene => stays(scene, scene.returned),
    },
    {
      id: 'leave.replaced-page',
      says: 'A leave of a page load that a later resume has replaced changes nothing.',
      check: scene => stays(scene, scene.replaced),
    },
    {
      id: 'leave.late-report',
      says: 'A leave whose seq has already been passed changes nothing.',
      check: scene => stays(scene, scene.late),
    },
    {
      id: 'leave.completed',
      says: 'After the grace, an interview that nobody came back to is completed as respondent_left.',
      async check(scene) {
        const { left, leftAt } = scene;
        if (!leftAt) throw new Untold('Its leave was not noted.');
        await until(scene, leftAt);
        const view = await left.resume(other(1));
        expect(view.status === 'completed', `The interview is ${view.status}.`);
        const reason = view.completed?.reason;
        expect(reason === undefined || reason === 'respondent_left', `It was completed as ${reason}.`);
        expect(view.question === null, 'It has an open question.');
      },
    },
    {
      id: 'leave.wake-not',
      says: 'A report after the end changes nothing, and is no error.',
      async check({ left }) {
        const heard = await left.call('complete', { reason: 'respondent_left', ...other(9) }, { isBeacon: true });
        const answer = readCompleted(heard);
        expect(answer.status !== 'leaving', 'It says that a completed interview is leaving.');
      },
    },
  ],
};

/** Waits until every leave of this act would have been completed, and looks whether this one was. */
async function stays(scene: Scene, running: Running): Promise<void> {
  await until(scene, Math.max(scene.over, scene.leftAt));
  const heard = await running.call('heartbeat', { state: 'visible' });
  expect(heard.status === 204, `heartbeat: ${say(heard)}.`);
  const view = await running.resume();
  expect(
    view.status === 'active',
    `The interview is ${view.status}${view.completed ? ` as ${view.completed.reason}` : ''}.`,
  );
}

async function until({ wait, patience, slack }: Stage, time: number): Promise<void> {
  const left = time + slack - Date.now();
  if (left > patience) {
    throw new Untold(`The leave grace lasts ${Math.round(left / 1000)} s more; say --patience to wait so long.`);
  }
  if (left > 0) await wait(left);
}

const iso = (time: number) => new Date(time).toISOString();
