import { html } from 'hono/html';
import type { Respondent } from '../../../src/interview/respondent.ts';

/** A piece of a page, escaped. */
export type Html = ReturnType<typeof html>;

const DATE_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** A moment (ISO 8601) as a `<time>` in UTC. Where it isn't a moment, as it stands. */
export function moment(iso: string): Html {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return html`${iso}`;
  return html`<time datetime="${date.toISOString()}">${DATE_AND_TIME.format(date)} UTC</time>`;
}

/** Whole seconds as "45 s", "4 min 12 s" or "1 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "1 message", "3 messages". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What the team calls a respondent: the name, else the host's own id, else a stand-in. */
export const nameOf = (respondent: Respondent | undefined): string =>
  respondent?.display_name?.trim() || respondent?.external_id?.trim() || 'Unnamed respondent';

/** A score of quality or of one of its parts, with its one decimal. */
export const score = (value: number): string => value.toFixed(1);

/** A part of a whole, in whole percent. */
export const percent = (part: number, of: number): string => `${of === 0 ? 0 : Math.round((100 * part) / of)} %`;
