import { html } from 'hono/html';
import * as v from 'valibot';
import { REASONS } from '../../../src/interview/completion.ts';
import type { InterviewFilter } from '../interviews/filter.ts';
import { STANDINGS } from '../interviews/standing.ts';
import type { StudyChoice } from '../studies/study.ts';
import type { Html } from './format.ts';
import { REASON_TEXTS, STANDING_TEXTS } from './texts.ts';

const text = v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))), undefined);
const filterSchema = v.object({
  study: text,
  respondent: text,
  standing: v.fallback(v.optional(v.picklist(STANDINGS)), undefined),
  reason: v.fallback(v.optional(v.picklist(REASONS)), undefined),
});

/** The filter in a page's address. What is none of the choices leaves nothing out. */
export function readFilter(query: Record<string, string>): InterviewFilter {
  const entries = Object.entries(v.parse(filterSchema, query));
  return Object.fromEntries(entries.filter(([, value]) => value));
}

/** The address of the list that shows what a filter lets through. */
export function listAddress(filter: InterviewFilter, before?: string): string {
  const { since: _, ...named } = filter;
  const query = new URLSearchParams({ ...named, ...(before && { before }) }).toString();
  return query ? `/dashboard?${query}` : '/dashboard';
}

/** The choices above the list; a form that works without a script. */
export const filterForm = (filter: InterviewFilter, studies: StudyChoice[]): Html => html`
  <form class="filter" method="get" action="/dashboard" role="search" aria-label="Interviews">
    ${select(
      'study',
      'Study',
      filter.study,
      studies.map(({ name, title }) => [name, title]),
    )}
    ${select('standing', 'State', filter.standing, Object.entries(STANDING_TEXTS))}
    ${select('reason', 'Ending', filter.reason, Object.entries(REASON_TEXTS))}
    <label>Respondent’s id <input name="respondent" value="${filter.respondent ?? ''}" maxlength="200" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
    <p><button>Show</button>${Object.keys(filter).length > 0 && html` <a href="/dashboard">Show all</a>`}</p>
  </form>`;

/** A choice among few, with one that leaves nothing out. */
export const select = (
  name: string,
  label: string,
  value: string | undefined,
  choices: [string, string][],
): Html => html`
    <label>${label} <select name="${name}"><option value="">All</option>${choices.map(
      ([choice, text]) => html`<option value="${choice}"${choice === value && html` selected`}>${text}</option>`,
    )}</select></label>`;
