import { expect } from '../assertions.ts';
import type { CheckContext, Suite } from '../suite.ts';

/** What the page must never hear, looked for in headers and bodies of every answer to every call before. */
export const secretsSuite: Suite<CheckContext> = {
  name: 'Secrets',
  open: async stage => stage,
  rows: [
    {
      id: 'secrets.key',
      says: 'No answer holds an API key.',
      rule: 'Neither the API key nor the session token is ever in anything the browser receives.',
      check: stage => without(stage, /pk_live_[A-Za-z0-9]/, 'a key (pk_live_…)'),
    },
    {
      id: 'secrets.session-token',
      says: 'No answer holds a session token.',
      rule: 'Neither the API key nor the session token is ever in anything the browser receives.',
      check: stage => without(stage, /st_live_[A-Za-z0-9]|"session_token"|x-session-token/i, 'a session token'),
    },
    {
      id: 'secrets.analysis',
      says: 'No answer holds the analysis: that is the team’s.',
      rule: 'No analysis: that is the team’s, not the respondent’s.',
      check: stage => without(stage, /"(analysis|analysis_status|quality_score|structured_answers)"\s*:/, 'analysis'),
    },
  ],
};

function without({ page, stranger }: CheckContext, secret: RegExp, what: string): void {
  const found = [...page.heard, ...(stranger?.heard ?? [])].filter(text => secret.test(text)).length;
  expect(found === 0, `${found} answer(s) hold ${what}.`);
}
