import { expect, readCompleted, readReply, say } from '../assertions.ts';
import { Inconclusive } from '../outcome.ts';
import { pageLoad, type StartedInterview, startInterview } from '../start-interview.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Scene extends CheckContext {
  /** Its page leaves, and nobody comes. */
  left: StartedInterview;
  /** Its page leaves, and another comes back. */
  returned: StartedInterview;
  /** Its page is replaced by another, and then reports a leave. */
  replaced: StartedInterview;
  /** Its page comes back, and then an older report of it arrives. */
  late: StartedInterview;
  /** Its page leaves, and then is heard of all the same. */
  stayed: StartedInterview;
  /** Its page leaves, and then sends a message all the same. */
  talked: StartedInterview;
  /** When `left` is due to be completed, in milliseconds since the epoch; 0 where it isn't. */
  leftAt: number;
  /** When all that was reported would have been acted upon. */
  over: number;
  /** How long after it was asked for `left` was completed, in milliseconds: before, where it is negative. */
  lateBy: number | null;
}

/** Enough for a time that is moved to be another one, in milliseconds. */
const LATER = 20;
/** More than the reports of this act take, in milliseconds. */
const REPORTING = 1_000;
/** More than clocks of servers are apart, and less than anybody waits, in milliseconds. */
const SLOW = 2_000;

const report = pageLoad();
const other = pageLoad();

/** A page that leaves, with the grace that the proxy gives it. */
export const leaveSuite: Suite<Scene> = {
  name: 'Leave and come back',
  async open(stage) {
    const [left, returned, replaced, late, stayed, talked] = await Promise.all([
      startInterview(stage),
      startInterview(stage),
      startInterview(stage),
      startInterview(stage),
      startInterview(stage),
      startInterview(stage),
    ]);
    return { ...stage, left, returned, replaced, late, stayed, talked, leftAt: 0, over: 0, lateBy: null };
  },
  rows: [
    {
      id: 'leave.grace',
      says: 'A leave in a text/plain body answers 202 leaving, with a time to come.',
      rule: 'a leave within its grace: 202 {status: "leaving", completes_at}; the ticket in the header, or in a text/plain JSON body.',
      async check(scene) {
        const began = scene.now();
        const heard = await scene.left.call(
          'complete',
          { reason: 'respondent_left', ...report(3) },
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
      rule: 'Reports of a leave may come twice (two transports); one with a seq already passed changes nothing.',
      async check({ left, leftAt, wait }) {
        await wait(LATER);
        const again = await left.leave(report(3));
        expect(again === leftAt, `completes_at was ${iso(leftAt)} and is ${again === null ? 'gone' : iso(again)}.`);
      },
    },
    {
      id: 'leave.late-heartbeat',
      says: 'A heartbeat that was sent before the leave and comes after it does not take the leave back.',
      rule: 'Reports of a leave may come late, or out of order; one with a seq already passed changes nothing.',
      async check({ left, leftAt }) {
        await left.call('heartbeat', { state: 'visible', ...report(2) });
        const again = await left.leave(report(3));
        expect(again === leftAt, `completes_at was ${iso(leftAt)} and is ${again === null ? 'gone' : iso(again)}.`);
      },
    },
    {
      id: 'leave.header',
      says: 'A leave is taken as JSON with the ticket in a header, too, and a resume takes it back: the interview is active.',
      rule: 'complete takes the ticket in the header, too; resume cancels a pending leave.',
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
      rule: 'Reports of a leave may come twice, late, or out of order. They change nothing, and are no error.',
      async check({ replaced, late }) {
        await replaced.resume(report(1));
        await replaced.resume(other(1));
        await replaced.leave(report(2));
        await late.resume(report(5));
        await late.leave(report(4));
      },
    },
    {
      id: 'leave.then-heard',
      says: 'A page that left and then says that it is visible, or sends a message, has not left.',
      rule: 'message, heartbeat visible, resume: due again after the idle time.',
      async check(scene) {
        const { stayed, talked } = scene;
        const due = [await stayed.leave(report(1)), await talked.leave(report(1))];
        scene.over = Math.max(scene.over, ...due.map(each => each ?? 0));
        await stayed.call('heartbeat', { state: 'visible', ...report(2) });
        readReply(await talked.call('message', { content: 'I am still here.' }));
      },
    },
    {
      id: 'leave.taken-back',
      says: 'After the grace, an interview that was resumed is still active.',
      rule: 'page left: respondent_left after the leave grace, so that a reload, a back, or the next page of the site can resume.',
      check: scene => stays(scene, scene.returned),
    },
    {
      id: 'leave.replaced-page',
      says: 'A leave of a page load that a later resume has replaced changes nothing.',
      rule: 'A report from a page load that a later resume has replaced changes nothing.',
      check: scene => stays(scene, scene.replaced),
    },
    {
      id: 'leave.late-report',
      says: 'A leave whose seq has already been passed changes nothing.',
      rule: 'A report with a seq already passed changes nothing.',
      check: scene => stays(scene, scene.late),
    },
    {
      id: 'leave.visible-again',
      says: 'After the grace, an interview whose page was visible again is still active.',
      rule: 'message, heartbeat visible, resume: due again after the idle time.',
      check: scene => stays(scene, scene.stayed),
    },
    {
      id: 'leave.message-after',
      says: 'After the grace, an interview whose page has sent a message is still active.',
      rule: 'message, heartbeat visible, resume: due again after the idle time.',
      check: scene => stays(scene, scene.talked),
    },
    {
      id: 'leave.completed',
      says: 'After the grace, an interview that nobody came back to is completed as respondent_left.',
      rule: 'page left: respondent_left is due after the leave grace.',
      async check(scene) {
        const { left, leftAt } = scene;
        if (!leftAt) throw new Inconclusive('Its leave was not noted.');
        await until(scene, leftAt + SLOW);
        const askedAt = scene.now();
        const view = await left.resume(other(1));
        expect(view.status === 'completed', `The interview is ${view.status}.`);
        const reason = view.completed?.reason;
        expect(reason === undefined || reason === 'respondent_left', `It was completed as ${reason}.`);
        expect(view.question === null, 'It has an open question.');
        scene.lateBy = view.completed ? Date.parse(view.completed.completed_at) - askedAt : null;
      },
    },
    {
      id: 'leave.by-itself',
      says: 'That completion came when it was due, not when somebody next asked.',
      rule: 'Each interview has exactly one completion due, with a time and a reason, kept by the proxy.',
      check({ lateBy }) {
        if (lateBy === null) throw new Inconclusive('It does not say when the interview was completed.');
        expect(lateBy < -SLOW / 2, 'It was completed only when it was asked for.');
      },
    },
    {
      id: 'leave.wake-not',
      says: 'A report after the end changes nothing, and is no error.',
      rule: '200 or 409: the lease is closed. complete is safe to repeat.',
      async check({ left }) {
        const heard = await left.call('complete', { reason: 'respondent_left', ...other(9) }, { isBeacon: true });
        const answer = readCompleted(heard);
        expect(answer.status !== 'leaving', 'It says that a completed interview is leaving.');
      },
    },
    {
      id: 'leave.completes-later',
      says: 'Interviews that went on are completed at once with the reason that is asked for: natural, timeout, manual.',
      rule: 'complete called with natural, timeout or manual: that reason, now.',
      async check({ returned, replaced, late, stayed, talked }) {
        await Promise.all([stayed.complete({ reason: 'manual' }), talked.complete({ reason: 'manual' })]);
        for (const [running, asked] of [
          [returned, 'natural'],
          [replaced, 'timeout'],
          [late, 'manual'],
        ] as const) {
          const { reason } = await running.complete({ reason: asked });
          expect(reason === asked, `The reason is ${reason}, not ${asked}.`);
        }
      },
    },
  ],
};

/** Waits until every leave of this act would have been completed, and looks whether this one was. */
async function stays(scene: Scene, running: StartedInterview): Promise<void> {
  await until(scene, Math.max(scene.over, scene.leftAt));
  const heard = await running.call('heartbeat', { state: 'visible' });
  expect(heard.status === 204, `heartbeat: ${say(heard)}.`);
  const view = await running.resume();
  expect(
    view.status === 'active',
    `The interview is ${view.status}${view.completed ? ` as ${view.completed.reason}` : ''}.`,
  );
}

async function until({ now, wait, patience, slack }: CheckContext, time: number): Promise<void> {
  const left = time + slack - now();
  if (left > patience) {
    throw new Inconclusive(`The leave grace lasts ${Math.round(left / 1000)} s more; say --patience to wait so long.`);
  }
  if (left > 0) await wait(left);
}

const iso = (time: number) => new Date(time).toISOString();
