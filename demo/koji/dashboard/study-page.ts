import { html } from 'hono/html';
import { REASONS, type Reason } from '../../../src/interview/completion.ts';
import type { JoinedTheme } from '../studies/joined-themes.ts';
import type { Period, Study } from '../studies/study.ts';
import { line, stacks } from './charts.ts';
import { questionView } from './distribution-views.ts';
import { figure } from './figure.ts';
import { listAddress } from './filter.ts';
import { counted, duration, type Html, moment, percent, score } from './format.ts';
import { renderPage } from './layout.ts';
import { studyAddress } from './study-list-page.ts';
import { PERIOD_TEXTS, REASON_TEXTS } from './texts.ts';
import { anchorOf } from './transcript-view.ts';

/** What all interviews of a study say together. Every chart can be read as a table. */
export const renderStudyPage = (study: Study, period: Period, viewer: { email: string }): Html =>
  renderPage({
    title: study.title,
    kind: 'study',
    viewer,
    content: html`
      <header class="headline">
        <p class="about"><a href="/dashboard/studies">Studies</a></p>
        <h1 dir="auto">${study.title}</h1>
        ${periods(study.name, period)}
        <dl class="facts">
          <div><dt>Interviews</dt><dd>${study.total}</dd></div>
          <div><dt>Completed</dt><dd>${study.completed}</dd></div>
          <div><dt>Analysed</dt><dd>${study.analysed}</dd></div>
          <div><dt>Quality</dt><dd>${study.quality === null ? 'None yet' : html`${score(study.quality)} of 5 on average`}</dd></div>
          <div><dt>Median length</dt><dd>${study.medianDuration === null ? 'None yet' : duration(Math.round(study.medianDuration))}</dd></div>
        </dl>
        <p class="links"><a href="${listAddress({ study: study.name })}">All its interviews</a> <a href="${studyAddress(study.name)}/export.csv${query(period)}" download>Export as CSV</a> <a href="${studyAddress(study.name)}/export.json${query(period)}" download>Export as JSON</a></p>
        ${study.countedAt && html`<p class="about">Counted ${moment(study.countedAt.toISOString())}. With so many interviews that is done once a minute.</p>`}
      </header>
      ${study.total === 0 ? html`<p class="empty">Nobody was interviewed in this time.</p>` : results(study)}`,
  });

const query = (period: Period) => (period === null ? '' : `?days=${period}`);

const periods = (name: string, period: Period): Html => html`
  <nav class="periods" aria-label="Period">${[
    html`<a href="${studyAddress(name)}"${period === null && html` aria-current="page"`}>All time</a>`,
    ...Object.entries(PERIOD_TEXTS).map(
      ([days, text]) =>
        html` <a href="${studyAddress(name)}?days=${days}"${String(period) === days && html` aria-current="page"`}>${text}</a>`,
    ),
  ]}</nav>`;

const results = (study: Study): Html => html`
  <section aria-labelledby="questions">
    <h2 id="questions">Answers</h2>
    <div class="figures">${study.questions.map(questionView)}</div>
  </section>
  ${themesView(study)}
  <section aria-labelledby="time">
    <h2 id="time">Over time</h2>
    <div class="figures">${[endings(study), quality(study)]}</div>
  </section>`;

const themesView = ({ themes, themesFrom, analysed }: Study): Html => html`
  <section aria-labelledby="themes">
    <h2 id="themes">Themes</h2>
    ${themesFrom < analysed && html`<p class="about">Taken from the newest ${themesFrom} analysed interviews.</p>`}
    ${themes.length === 0 ? html`<p class="empty">Too little was said for a theme.</p>` : html`<ul class="findings themes">${themes.map(theme => themeView(theme, themesFrom))}</ul>`}
  </section>`;

const themeView = ({ name, alsoCalled, interviews, quotes }: JoinedTheme, of: number): Html => html`
    <li>
      <h3 dir="auto">${name}</h3>
      <p class="about">In ${counted(interviews, 'interview')}, ${percent(interviews, of)}${alsoCalled.length > 0 && html`; also called <span dir="auto">${alsoCalled.slice(0, 5).join(', ')}</span>`}</p>
      ${quotes.map(
        ({ interviewId, messageId, text }) =>
          html`<blockquote dir="auto"><a href="/dashboard/interviews/${encodeURIComponent(interviewId)}#${encodeURIComponent(anchorOf(messageId))}">${text}</a></blockquote>`,
      )}
    </li>`;

/** Colours of the style sheet, from the ground up; each is named in the key. */
const REASON_COLOURS: Record<Reason | 'open', string> = {
  natural: 'var(--series-1)',
  respondent_left: 'var(--series-2)',
  timeout: 'var(--series-3)',
  manual: 'var(--series-4)',
  open: 'var(--series-5)',
};

const ENDINGS = [...REASONS, 'open'] as const;
const endingText = (ending: (typeof ENDINGS)[number]) => (ending === 'open' ? 'Still open' : REASON_TEXTS[ending]);

const DAY_TEXT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const MONTH_TEXT = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const startText = ({ unit }: Study, start: Date) => (unit === 'month' ? MONTH_TEXT : DAY_TEXT).format(start);

const UNIT_TEXTS: Record<Study['unit'], string> = { day: 'Day', week: 'Week of', month: 'Month' };

function endings(study: Study): Html {
  const count = (at: Study['stretches'][number], ending: (typeof ENDINGS)[number]) =>
    ending === 'open' ? at.open : at.reasons[ending];
  const used = ENDINGS.filter(ending => study.stretches.some(at => count(at, ending) > 0));
  const stacked = study.stretches.flatMap(at =>
    used.map(ending => ({ start: at.start, kind: ending, count: count(at, ending) })),
  );
  return figure({
    title: 'How interviews ended',
    chart: html`<ul class="key" aria-hidden="true">${used.map(ending => html`<li class="${ending}">${endingText(ending)}</li>`)}</ul>${stacks(stacked, study.unit, REASON_COLOURS)}`,
    head: [UNIT_TEXTS[study.unit], ...used.map(endingText)],
    rows: study.stretches.map(at => [startText(study, at.start), ...used.map(ending => String(count(at, ending)))]),
  });
}

function quality(study: Study): Html | false {
  const points = study.stretches.flatMap(({ start, quality: value }) => (value === null ? [] : [{ start, value }]));
  return (
    points.length > 0 &&
    figure({
      title: 'Quality, on average',
      chart: line(points),
      head: [UNIT_TEXTS[study.unit], 'Quality', 'Analysed'],
      rows: study.stretches
        .filter(at => at.quality !== null)
        .map(at => [startText(study, at.start), score(at.quality ?? 0), String(at.analysed)]),
    })
  );
}
