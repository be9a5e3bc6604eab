import { expect } from '../assertions.ts';
import type { CheckContext, Suite } from '../suite.ts';

/**
 * Secrets that a page must never receive, searched for in headers and bodies of all responses so
 * far.
 */
export const secretsSuite: Suite<CheckContext> = {
  name: 'Secrets',
  setUp: async context => context,
  rules: [
    {
      id: 'secrets.key',
      description: 'No response contains an API key.',
      contract: 'Neither the API key nor the session token is in anything the browser receives.',
      check: context => expectAbsent(context, /pk_live_[A-Za-z0-9]/, 'a key (pk_live_…)'),
    },
    {
      id: 'secrets.session-token',
      description: 'No response contains a session token.',
      contract: 'Neither the API key nor the session token is in anything the browser receives.',
      check: context =>
        expectAbsent(context, /st_live_[A-Za-z0-9]|"session_token"|x-session-token/i, 'a session token'),
    },
    {
      id: 'secrets.analysis',
      description: 'No response contains the analysis.',
      contract: 'No analysis: that is the team’s, not the respondent’s.',
      check: context =>
        expectAbsent(context, /"(analysis|analysis_status|quality_score|structured_answers)"\s*:/, 'analysis'),
    },
  ],
};

function expectAbsent({ page, disallowedPage }: CheckContext, pattern: RegExp, what: string): void {
  const texts = [...page.receivedTexts, ...(disallowedPage?.receivedTexts ?? [])];
  const count = texts.filter(text => pattern.test(text)).length;
  expect(count === 0, `${count} response(s) contain ${what}.`);
}
