import { html } from 'hono/html';
import type { Respondent } from '../../../src/interview/respondent.ts';
import type { Interview } from '../../../src/wire/koji-api.ts';
import { isMoving, standingOf } from '../interviews/standing.ts';
import type { Member } from '../members/members.ts';
import { findingsView, qualityView } from './analysis-view.ts';
import { answersView } from './answers-view.ts';
import { counted, duration, type Html, moment, nameOf } from './format.ts';
import { renderPage } from './layout.ts';
import { REASON_TEXTS, STANDING_TEXTS, WAITING_TEXTS } from './texts.ts';
import { quotesOf, transcriptView } from './transcript-view.ts';

/** An interview with what the service knows beside the contract's body. */
export type ShownInterview = Interview & { guideTitle?: string; project?: string };

/**
 * The page of one interview: what the analysis found beside the words it rests on.
 * `isLate`: the viewer has just tried to complete it, and somebody else was first.
 */
export function renderInterviewPage(
  interview: ShownInterview,
  viewer: Member,
  { isLate = false }: { isLate?: boolean } = {},
): Html {
  const standing = standingOf(interview);
  return renderPage({
    title: nameOf(interview.respondent),
    kind: 'interview',
    viewer,
    standing: STANDING_TEXTS[standing],
    ...(isMoving(standing) ? { watch: `${standing} ${interview.transcript.length}` } : {}),
    content: html`
      <div class="result" id="result" tabindex="0" role="region" aria-label="Result">
        ${headline(interview)}
        ${isLate && html`<p class="standing"><b>It had ended already.</b> Nothing was changed.</p>`}
        ${interview.status !== 'completed' && viewer.role === 'editor' && completing(interview)}
        ${analysis(interview)}
        ${aboutRespondent(interview.respondent)}
      </div>
      <section class="conversation" id="conversation" tabindex="0" aria-labelledby="transcript">
        <h2 id="transcript">Transcript</h2>
        ${transcriptView(interview.transcript, interview.started_at, quotesOf(interview.analysis))}
      </section>`,
  });
}

const headline = (interview: ShownInterview): Html => html`
  <header class="headline">
    <p class="about">${[interview.project, interview.guideTitle].filter(Boolean).join(' · ') || 'Interview'}</p>
    <h1 dir="auto">${nameOf(interview.respondent)}</h1>
    <dl class="facts">
      <div><dt>Started</dt><dd>${moment(interview.started_at)}</dd></div>
      <div><dt>Ending</dt><dd>${interview.reason ? REASON_TEXTS[interview.reason] : 'Still open'}</dd></div>
      <div><dt>Length</dt><dd>${duration(interview.stats.duration_seconds)}</dd></div>
      <div><dt>Said</dt><dd>${counted(interview.stats.total_messages, 'message')}, ${interview.stats.respondent_messages} by the respondent</dd></div>
    </dl>
  </header>`;

/** Two steps, and no script needed. */
const completing = ({ interview_id }: Interview): Html => html`
  <details class="completing" id="completing">
    <summary id="complete">Complete this interview</summary>
    <p>It ends for the respondent as well, and what was said so far is analysed. This can’t be undone.</p>
    <form method="post" action="/dashboard/interviews/${encodeURIComponent(interview_id)}/complete"><button>Complete now</button></form>
  </details>`;

function analysis(interview: ShownInterview): Html {
  const found = interview.analysis;
  if (!found) {
    const standing = standingOf(interview);
    // An analysis that is told as completed and isn't there yet is one still on its way.
    const waitingFor = standing === 'analysed' ? 'processing' : standing;
    return html`<p class="standing ${waitingFor}"><b>${STANDING_TEXTS[waitingFor]}.</b> ${WAITING_TEXTS[waitingFor]}</p>`;
  }
  const messageIds = new Set(interview.transcript.map(message => message.message_id));
  return html`
    ${qualityView(found)}
    ${findingsView(found, messageIds)}
    ${found.structured_answers && answersView(found.structured_answers, interview.transcript)}`;
}

function aboutRespondent(respondent: Respondent | undefined): Html | false {
  const facts: [string, unknown][] = Object.entries(respondent?.metadata ?? {});
  if (respondent?.external_id) facts.unshift(['Id', respondent.external_id]);
  return (
    facts.length > 0 &&
    html`
  <section aria-labelledby="respondent">
    <h2 id="respondent">Respondent</h2>
    <dl class="facts">${facts.map(
      ([name, value]) =>
        html`<div><dt dir="auto">${name}</dt><dd dir="auto">${typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>`,
    )}</dl>
  </section>`
  );
}
