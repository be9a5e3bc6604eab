/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import * as v from 'valibot';
import type { Respondent } from '../../../../src/interview/respondent.ts';
import { DateTime } from './DateTime.tsx';

const text = v.fallback(v.optional(v.string()), undefined);

/**
 * `metadata.koji_embed`, which the proxy writes. Other callers of the API may send anything, so what
 * has another shape counts as absent.
 */
const embedSchema = v.fallback(
  v.object({
    identity: v.fallback(v.optional(v.picklist(['verified', 'claimed', 'none'])), undefined),
    consent: v.fallback(v.optional(v.object({ version: text, at: text })), undefined),
    context: v.fallback(
      v.optional(
        v.object({
          path: text,
          url: text,
          referrer: text,
          params: v.fallback(v.optional(v.record(v.string(), v.string())), undefined),
        }),
      ),
      undefined,
    ),
    test: v.fallback(v.optional(v.boolean()), undefined),
  }),
  {},
);

const IDENTITY_TEXTS = {
  verified: 'Named by your server',
  claimed: 'Claimed by the page',
  none: 'Not named',
};

const readEmbed = (respondent: Respondent | undefined) => v.parse(embedSchema, respondent?.metadata?.koji_embed ?? {});

/** Whether the interview is a trial run of the team. */
export const isTestRun = (respondent: Respondent | undefined): boolean => readEmbed(respondent).test === true;

/** How the interview came about: who says who the respondent is, consent, and the page. */
export function StartFacts({ respondent }: { respondent: Respondent | undefined }) {
  const { identity, consent, context = {} } = readEmbed(respondent);
  const facts: [string, Child][] = [];
  if (identity) facts.push(['Identity', IDENTITY_TEXTS[identity]]);
  if (consent?.version) facts.push(['Consent', `Version ${consent.version}`]);
  if (consent?.at) facts.push(['Agreed', <DateTime value={consent.at} />]);
  // Addresses come from the page, so they are text and no links.
  if (context.path) facts.push(['Page', context.path]);
  if (context.url) facts.push(['Address', context.url]);
  if (context.referrer) facts.push(['Came from', context.referrer]);
  const parameters = Object.entries(context.params ?? {});
  if (facts.length + parameters.length === 0) return null;
  return (
    <section aria-labelledby="start">
      <h2 id="start">Start</h2>
      <dl class="facts">
        {[...facts, ...parameters].map(([name, value]) => (
          <div>
            <dt dir="auto">{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
