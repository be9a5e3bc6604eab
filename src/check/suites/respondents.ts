import { expect, expectError, expectStatus, readView } from '../assertions.ts';
import { type CheckedInterview, checkedInterviewOf } from '../checked-interview.ts';
import { Inconclusive } from '../outcome.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Fixture extends CheckContext {
  /** Started for one respondent, and then resumed by another. */
  changed: CheckedInterview;
  /** Started for one respondent, who then signs out. */
  signedOut: CheckedInterview;
  /** Started for nobody. */
  anonymous: CheckedInterview;
}

const ONE = { external_id: 'koji-embed-check-1' };
const OTHER = { external_id: 'koji-embed-check-2' };

/** How often the completion of a refused interview is looked for, in milliseconds. */
const POLL_INTERVAL = 500;

/** Whose interview it is, and what a start says about the respondent. */
export const respondentsSuite: Suite<Fixture> = {
  name: 'Respondents',
  async setUp(context) {
    const [changed, signedOut, anonymous] = await Promise.all([
      startFor(context, { respondent: ONE }),
      startFor(context, { respondent: ONE }),
      startFor(context, {}),
    ]);
    return { ...context, changed, signedOut, anonymous };
  },
  rules: [
    {
      id: 'respondent.same',
      description: 'The respondent of an interview can resume it.',
      contract: 'The ticket is bound to the respondent it was started for.',
      async check({ changed }) {
        const view = readView(await changed.request('resume', { respondent: { ...ONE, display_name: 'Koji Check' } }));
        expect(view.status === 'active', `The interview is ${view.status}.`);
      },
    },
    {
      id: 'respondent.other',
      description: 'A resume for another respondent gets 403 other_respondent.',
      contract: 'resume {respondent?}: 403 other_respondent where somebody else is signed in now.',
      async check(fixture) {
        expectBinding(fixture);
        expectError(await fixture.changed.request('resume', { respondent: OTHER }), 403, 'other_respondent');
      },
    },
    {
      id: 'respondent.signed-out',
      description: 'So does a resume for nobody, if the interview was started for somebody.',
      contract: 'A log-out (somebody → nobody) counts as a change.',
      async check(fixture) {
        expectBinding(fixture);
        expectError(await fixture.signedOut.request('resume', {}), 403, 'other_respondent');
      },
    },
    {
      id: 'respondent.completed',
      description: 'An interview that was refused to another respondent is completed as respondent_left.',
      contract: 'resume refused as other_respondent: respondent_left is due now.',
      async check(fixture) {
        expectBinding(fixture);
        const { changed, now, slack, wait } = fixture;
        for (const deadline = now() + slack; ; await wait(POLL_INTERVAL)) {
          const { status, completed } = readView(await changed.request('resume', { respondent: ONE }));
          if (status !== 'active' && completed) {
            expect(completed.reason === 'respondent_left', `It was completed as ${completed.reason}.`);
            return;
          }
          expect(now() < deadline, `The interview is still ${status}.`);
        }
      },
    },
    {
      id: 'respondent.signed-in',
      description: 'An interview that was started for nobody can be resumed by somebody.',
      contract: 'A log-in (nobody → A) does not count as a change.',
      async check({ anonymous }) {
        const view = readView(await anonymous.request('resume', { respondent: ONE }));
        expect(view.status === 'active', `The interview is ${view.status}.`);
      },
    },
    {
      id: 'respondent.lenient',
      description: 'A respondent with null and empty fields, or a number for an id, is accepted.',
      contract: 'Null and empty fields count as absent, a number as its text.',
      async check(fixture) {
        const respondents = [{ external_id: 42, display_name: null, metadata: null }, { external_id: '' }, null];
        for (const respondent of respondents) {
          await (await startFor(fixture, { respondent })).complete({ reason: 'manual' });
        }
      },
    },
    {
      id: 'respondent.bad-input',
      description: 'A respondent of another shape gets 400.',
      contract: 'Null and empty fields count as absent, a number as its text; anything else is a 400.',
      async check({ page, startBody, anonymous }) {
        for (const respondent of ['me', [], { external_id: true }, { display_name: {} }, { metadata: 'pro' }]) {
          expectError(await page.request('start', { ...startBody, respondent }), 400, 'invalid_request');
          expectError(await anonymous.request('resume', { respondent }), 400, 'invalid_request');
        }
      },
    },
    {
      id: 'start.facts',
      description: 'A start with a context, a consent and the mark of a trial run is accepted.',
      contract: 'POST {base}/start {study?, locale?, respondent?, context?, consent?, test?}.',
      async check(fixture) {
        const context = { path: '/account', referrer: '', params: { utm_source: 'mail' } };
        const consent = { version: '2026-05', at: new Date(fixture.now()).toISOString() };
        await (await startFor(fixture, { context, consent, test: true })).complete({ reason: 'manual' });
      },
    },
    {
      id: 'start.bad-facts',
      description: 'A context of more than 2 KB, or facts of another shape, get 400.',
      contract: 'context: at most 2 KB. consent: {version: string, at: ISO}.',
      async check({ page, startBody, anonymous }) {
        const tooLong = { url: `https://www.example.com/?${'x'.repeat(2048)}` };
        for (const facts of [{ context: tooLong }, { context: 'here' }, { consent: true }, { test: 'yes' }]) {
          expectError(await page.request('start', { ...startBody, ...facts }), 400, 'invalid_request');
        }
        expectStatus(await anonymous.request('complete', { reason: 'manual' }), 200, 202);
      },
    },
  ],
};

const startFor = async (context: CheckContext, body: object) =>
  checkedInterviewOf(context, await context.page.request('start', { ...context.startBody, ...body }));

/** @throws Inconclusive if the proxy doesn't believe a page who the respondent is. */
function expectBinding({ identifiesRespondents }: CheckContext): void {
  if (identifiesRespondents) throw new Inconclusive('With --identifies the proxy asks its own session, not the page.');
}
