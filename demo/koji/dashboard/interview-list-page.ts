import { html } from 'hono/html';
import type { Interview } from '../../../src/wire/shapes.ts';
import { duration, type Html, moment, nameOf, score } from './format.ts';
import { renderPage } from './layout.ts';
import { standingOf } from './standing.ts';
import { REASON_TEXTS, STANDING_TEXTS } from './texts.ts';

/** An interview as the list shows it: no transcript, and of the analysis only the score. */
export type ListedInterview = Omit<Interview, 'transcript' | 'analysis'> & {
  guideTitle?: string;
  /** 1 to 5, where the analysis is done. */
  quality_score?: number;
};

/** A part of the list, newest first. */
export interface InterviewList {
  interviews: ListedInterview[];
  /** Where the next part begins; absent at the end. */
  nextCursor?: string;
}

export const renderInterviewList = ({ interviews, nextCursor }: InterviewList, viewer: { email: string }): Html =>
  renderPage({
    title: 'Interviews',
    kind: 'list',
    viewer,
    content: html`
      <h1>Interviews</h1>
      ${interviews.length === 0 ? EMPTY : table(interviews)}
      ${nextCursor && html`<p class="more"><a href="/dashboard?before=${encodeURIComponent(nextCursor)}" rel="next">Earlier interviews</a></p>`}`,
  });

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
