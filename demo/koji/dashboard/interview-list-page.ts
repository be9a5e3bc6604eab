import { html } from 'hono/html';
import type { InterviewFilter } from '../interviews/filter.ts';
import type { InterviewList, ListedInterview } from '../interviews/list.ts';
import { standingOf } from '../interviews/standing.ts';
import type { StudyChoice } from '../studies/study.ts';
import { filterForm, listAddress } from './filter.ts';
import { duration, type Html, moment, nameOf, score } from './format.ts';
import { renderPage } from './layout.ts';
import { REASON_TEXTS, STANDING_TEXTS } from './texts.ts';

/** What the list is asked for, and what it may be narrowed down to. */
export interface ListView {
  filter: InterviewFilter;
  studies: StudyChoice[];
  /** Whether this is the newest part; only that one follows along. */
  isNewest: boolean;
}

export const renderInterviewList = (
  { interviews, nextCursor }: InterviewList,
  { filter, studies, isNewest }: ListView,
  viewer: { email: string },
): Html =>
  renderPage({
    title: 'Interviews',
    kind: 'list',
    viewer,
    ...(isNewest && {
      watch: interviews.map(interview => `${interview.interview_id} ${standingOf(interview)}`).join(' ') || 'none',
    }),
    content: html`
      <h1>Interviews</h1>
      ${filterForm(filter, studies)}
      ${interviews.length > 0 ? table(interviews) : Object.keys(filter).length > 0 ? NONE_LIKE_THAT : EMPTY}
      ${nextCursor && html`<p class="more"><a href="${listAddress(filter, nextCursor)}" rel="next">Earlier interviews</a></p>`}`,
  });

const NONE_LIKE_THAT = html`<p class="empty">No interview is like that.</p>`;

const EMPTY = html`<p class="empty">There are none here. An interview appears as soon as somebody starts one, for example on <a href="/">the demo page</a>.</p>`;

const table = (interviews: ListedInterview[]): Html => html`
  <table>
    <thead>
      <tr><th scope="col">Respondent</th><th scope="col" class="wide">Started</th><th scope="col" class="wide">Ending</th><th scope="col" class="wide">Length</th><th scope="col">Analysis</th><th scope="col" class="number">Quality</th></tr>
    </thead>
    <tbody>${interviews.map(row)}</tbody>
  </table>`;

const ending = ({ reason }: ListedInterview) => (reason ? REASON_TEXTS[reason] : 'Still open');

function row(interview: ListedInterview): Html {
  const standing = standingOf(interview);
  return html`
      <tr>
        <th scope="row" dir="auto"><a href="/dashboard/interviews/${encodeURIComponent(interview.interview_id)}">${nameOf(interview.respondent)}</a>${interview.guideTitle && html`<span class="about">${interview.guideTitle}</span>`}<span class="about narrow">${moment(interview.started_at)}<br>${ending(interview)}</span></th>
        <td class="wide">${moment(interview.started_at)}</td>
        <td class="wide">${ending(interview)}</td>
        <td class="wide">${duration(interview.stats.duration_seconds)}</td>
        <td><span class="state ${standing}">${STANDING_TEXTS[standing]}</span></td>
        <td class="number">${interview.quality_score === undefined ? html`<span class="quiet">none</span>` : html`<b>${score(interview.quality_score)}</b>`}</td>
      </tr>`;
}
