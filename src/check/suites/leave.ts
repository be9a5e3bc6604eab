import { describeResponse, expect, readCompleteResponse, readReply } from '../assertions.ts';
import { type CheckedInterview, createPageReporter, startInterview } from '../checked-interview.ts';
import { Inconclusive } from '../outcome.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Fixture extends CheckContext {
  /** Its page leaves and nobody returns. */
  leaving: CheckedInterview;
  /** Its page leaves and another page resumes it. */
  returned: CheckedInterview;
  /** Another page resumes it, then the first page reports a leave. */
  replaced: CheckedInterview;
  /** Its page resumes it, then an older report of that page arrives. */
  reportedLate: CheckedInterview;
  /** Its page leaves, then reports that it is visible. */
  visibleAgain: CheckedInterview;
  /** Its page leaves, then sends a message. */
  messaged: CheckedInterview;
  /**
   * When `leaving` is due to be completed, in milliseconds since the epoch; 0 if the proxy did not
   * say.
   */
  leaveDueAt: number;
  /** When every reported leave would have been completed, in milliseconds since the epoch. */
  allLeavesDueAt: number;
  /**
   * Milliseconds from the resume of `leaving` to its completion; negative if the completion came
   * first.
   */
  completedRelativeToResume: number | null;
  /** Before and after the requests that started the interviews, in milliseconds since the epoch. */
  startedBetween: [number, number];
  /**
   * Milliseconds from the start of `leaving` to its last resume: by the proxy's `now`, and at least
   * and at most by the checker's clock. Responses may take long.
   */
  spans: { proxy: number; atLeast: number; atMost: number } | null;
}

/** Long enough that a completion moved by it has another time, in milliseconds. */
const SHORT_WAIT = 20;
/** Longer than the reports of this suite take, in milliseconds. */
const REPORTING_TIME = 1_000;
/** More than the clocks of two servers differ, in milliseconds. */
const CLOCK_DIFFERENCE = 2_000;

const reportOfFirstPage = createPageReporter();
const reportOfSecondPage = createPageReporter();

/** Leaving a page and coming back, with the leave grace of the proxy. */
export const leaveSuite: Suite<Fixture> = {
  name: 'Leaving and returning',
  async setUp(context) {
    const startedAt = context.now();
    const [leaving, returned, replaced, reportedLate, visibleAgain, messaged] = await Promise.all([
      startInterview(context),
      startInterview(context),
      startInterview(context),
      startInterview(context),
      startInterview(context),
      startInterview(context),
    ]);
    return {
      ...context,
      leaving,
      returned,
      replaced,
      reportedLate,
      visibleAgain,
      messaged,
      leaveDueAt: 0,
      allLeavesDueAt: 0,
      completedRelativeToResume: null,
      startedBetween: [startedAt, context.now()],
      spans: null,
    };
  },
  rules: [
    {
      id: 'leave.grace',
      description: 'A leave in a text/plain body gets 202 "leaving" with a future time.',
      contract:
        'A leave within its grace: 202 {status: "leaving", completes_at}. The ticket is in the header or in a text/plain JSON body.',
      async check(fixture) {
        const sentAt = fixture.now();
        const response = await fixture.leaving.request(
          'complete',
          { reason: 'respondent_left', ...reportOfFirstPage(3) },
          { isBeacon: true },
        );
        const completed = readCompleteResponse(response);
        expect(
          completed.status === 'leaving' && response.status === 202,
          `Expected 202 "leaving", got: ${describeResponse(response)}`,
        );
        fixture.leaveDueAt = Date.parse(completed.completes_at);
        expect(
          fixture.leaveDueAt > sentAt,
          'completes_at is not in the future, so a reload could never resume in time.',
        );
      },
    },
    {
      id: 'leave.twice',
      description: 'A repeated report does not move the completion, whichever transport brings it.',
      contract: 'Reports of a leave may come twice (two transports). One with a seq already passed changes nothing.',
      async check({ leaving, leaveDueAt, wait }) {
        await wait(SHORT_WAIT);
        expectSameTime(await leaving.leave(reportOfFirstPage(3)), leaveDueAt);
        await wait(SHORT_WAIT);
        const body = { reason: 'respondent_left', ...reportOfFirstPage(3) };
        const completed = readCompleteResponse(await leaving.request('complete', body));
        expectSameTime(completed.status === 'leaving' ? Date.parse(completed.completes_at) : null, leaveDueAt);
      },
    },
    {
      id: 'leave.late-heartbeat',
      description: 'A heartbeat that was sent before the leave and arrives after it does not cancel the leave.',
      contract: 'Reports of a leave may come late or out of order. One with a seq already passed changes nothing.',
      async check({ leaving, leaveDueAt }) {
        await leaving.request('heartbeat', { state: 'visible', ...reportOfFirstPage(2) });
        expectSameTime(await leaving.leave(reportOfFirstPage(3)), leaveDueAt);
      },
    },
    {
      id: 'leave.header',
      description: 'A leave may also be JSON with the ticket in the header. A resume cancels it.',
      contract: 'complete accepts the ticket in the header, too. resume cancels a pending leave.',
      async check(fixture) {
        const { returned } = fixture;
        const response = await returned.request('complete', { reason: 'respondent_left', ...reportOfFirstPage(1) });
        const completed = readCompleteResponse(response);
        expect(completed.status === 'leaving', `Expected 202 "leaving", got: ${describeResponse(response)}`);
        // The leaves that are reported next have the same grace, which begins a little later.
        fixture.allLeavesDueAt = Date.parse(completed.completes_at) + REPORTING_TIME;
        const view = await returned.resume(reportOfSecondPage(1));
        expect(view.status === 'active', `The interview is ${view.status}.`);
      },
    },
    {
      id: 'leave.stale-report',
      description: 'A stale leave (of a replaced page, or with a seq already passed) gets a 2xx response.',
      contract: 'Reports of a leave may come twice, late or out of order. They change nothing and are not errors.',
      async check({ replaced, reportedLate }) {
        await replaced.resume(reportOfFirstPage(1));
        await replaced.resume(reportOfSecondPage(1));
        await replaced.leave(reportOfFirstPage(2));
        await reportedLate.resume(reportOfFirstPage(5));
        await reportedLate.leave(reportOfFirstPage(4));
      },
    },
    {
      id: 'leave.later-activity',
      description: 'A page that left may report that it is visible, or send a message.',
      contract: 'message, heartbeat visible, resume: due again after the idle time.',
      async check(fixture) {
        const { visibleAgain, messaged } = fixture;
        const dueTimes = [await visibleAgain.leave(reportOfFirstPage(1)), await messaged.leave(reportOfFirstPage(1))];
        fixture.allLeavesDueAt = Math.max(fixture.allLeavesDueAt, ...dueTimes.map(time => time ?? 0));
        await visibleAgain.request('heartbeat', { state: 'visible', ...reportOfFirstPage(2) });
        readReply(await messaged.request('message', { content: 'I am still here.' }));
      },
    },
    {
      id: 'leave.resumed',
      description: 'A resumed interview is still active after the grace.',
      contract:
        'After the leave grace the interview is completed as respondent_left. Until then another page can resume it.',
      check: fixture => expectStillActive(fixture, fixture.returned),
    },
    {
      id: 'leave.replaced-page',
      description: 'A leave of a page that a later resume has replaced changes nothing.',
      contract: 'A report from a page load that a later resume has replaced changes nothing.',
      check: fixture => expectStillActive(fixture, fixture.replaced),
    },
    {
      id: 'leave.late-report',
      description: 'A leave with a seq already passed changes nothing.',
      contract: 'A report with a seq already passed changes nothing.',
      check: fixture => expectStillActive(fixture, fixture.reportedLate),
    },
    {
      id: 'leave.visible-again',
      description: 'An interview whose page became visible again is still active after the grace.',
      contract: 'message, heartbeat visible, resume: due again after the idle time.',
      check: fixture => expectStillActive(fixture, fixture.visibleAgain),
    },
    {
      id: 'leave.message-after',
      description: 'An interview whose page sent a message is still active after the grace.',
      contract: 'message, heartbeat visible, resume: due again after the idle time.',
      check: fixture => expectStillActive(fixture, fixture.messaged),
    },
    {
      id: 'leave.completed',
      description: 'An interview that nobody resumed is completed as respondent_left after the grace.',
      contract: 'respondent_left is due when the leave grace is over.',
      async check(fixture) {
        const { leaving, leaveDueAt } = fixture;
        if (!leaveDueAt) throw new Inconclusive('The leave was not accepted.');
        await waitUntil(fixture, leaveDueAt + CLOCK_DIFFERENCE);
        const resumedAt = fixture.now();
        const view = await leaving.resume(reportOfSecondPage(1));
        const [beforeStart, afterStart] = fixture.startedBetween;
        fixture.spans = {
          proxy: Date.parse(view.now) - Date.parse(leaving.view.now),
          atLeast: resumedAt - afterStart,
          atMost: fixture.now() - beforeStart,
        };
        expect(view.status === 'completed', `The interview is ${view.status}.`);
        const reason = view.completed?.reason;
        expect(reason === undefined || reason === 'respondent_left', `It was completed as ${reason}.`);
        expect(view.question === null, 'It has an open question.');
        fixture.completedRelativeToResume = view.completed ? Date.parse(view.completed.completed_at) - resumedAt : null;
      },
    },
    {
      id: 'leave.on-time',
      description: 'That completion happened when it was due, not at the next request.',
      contract: 'Each interview has exactly one completion due, with a time and a reason, kept by the proxy.',
      check({ completedRelativeToResume }) {
        if (completedRelativeToResume === null) {
          throw new Inconclusive('The view does not say when the interview was completed.');
        }
        expect(completedRelativeToResume < -CLOCK_DIFFERENCE / 2, 'It was completed only at the next request.');
      },
    },
    {
      id: 'resume.now',
      description: 'now is the time of the proxy: from start to resume it has moved on as the clock did.',
      contract: 'now is the proxy’s clock: the page turns ends_at - now into a span of its own clock.',
      check({ spans, slack }) {
        if (!spans) throw new Inconclusive('The interview was not resumed.');
        const { proxy, atLeast, atMost } = spans;
        const isPlausible = proxy >= atLeast - slack && proxy <= atMost + slack;
        expect(isPlausible, `now moved on by ${proxy} ms while ${atLeast} to ${atMost} ms passed.`);
      },
    },
    {
      id: 'leave.after-completion',
      description: 'A report after the completion changes nothing and is not an error.',
      contract: '200 or 409: the lease is closed. complete is safe to repeat.',
      async check({ leaving }) {
        const response = await leaving.request(
          'complete',
          { reason: 'respondent_left', ...reportOfSecondPage(9) },
          { isBeacon: true },
        );
        const completed = readCompleteResponse(response);
        expect(completed.status !== 'leaving', 'The response says that a completed interview is leaving.');
      },
    },
    {
      id: 'leave.completes-later',
      description: 'Interviews that went on are completed at once with the requested reason: natural, timeout, manual.',
      contract: 'complete with natural, timeout or manual completes the interview at once.',
      async check({ returned, replaced, reportedLate, visibleAgain, messaged }) {
        await Promise.all([visibleAgain.complete({ reason: 'manual' }), messaged.complete({ reason: 'manual' })]);
        for (const [interview, requested] of [
          [returned, 'natural'],
          [replaced, 'timeout'],
          [reportedLate, 'manual'],
        ] as const) {
          const { reason } = await interview.complete({ reason: requested });
          expect(reason === requested, `The reason is ${reason}, not ${requested}.`);
        }
      },
    },
  ],
};

function expectSameTime(completesAt: number | null, before: number): void {
  const now = completesAt === null ? 'missing' : toIso(completesAt);
  expect(completesAt === before, `completes_at was ${toIso(before)} and is ${now}.`);
}

/**
 * Waits until every leave of this suite would have been completed, then checks that this interview
 * was not.
 */
async function expectStillActive(fixture: Fixture, interview: CheckedInterview): Promise<void> {
  await waitUntil(fixture, Math.max(fixture.allLeavesDueAt, fixture.leaveDueAt));
  const heartbeat = await interview.request('heartbeat', { state: 'visible' });
  expect(heartbeat.status === 204, `heartbeat: ${describeResponse(heartbeat)}.`);
  const { status, completed } = await interview.resume();
  expect(status === 'active', `The interview is ${status}${completed ? ` as ${completed.reason}` : ''}.`);
}

async function waitUntil({ now, wait, patience, slack }: CheckContext, time: number): Promise<void> {
  const delay = time + slack - now();
  if (delay > patience) {
    throw new Inconclusive(`The leave grace ends in ${Math.round(delay / 1000)} s. Use --patience to wait longer.`);
  }
  if (delay > 0) await wait(delay);
}

const toIso = (time: number) => new Date(time).toISOString();
