import { html } from 'hono/html';
import type { Analysis, Insight, Quality, Quote, Theme } from '../../../src/wire/analysis.ts';
import { type Html, score } from './format.ts';
import { anchorOf } from './transcript-view.ts';

const PARTS: { name: string; part: keyof Omit<Quality, 'rationale'> }[] = [
  { name: 'Depth', part: 'depth' },
  { name: 'Coverage', part: 'coverage' },
  { name: 'Engagement', part: 'engagement' },
];

export const qualityView = ({ quality_score, quality }: Analysis): Html => html`
  <section class="quality" aria-labelledby="quality">
    <h2 id="quality">Quality</h2>
    <p class="score"><b>${score(quality_score)}</b> of 5</p>
    <dl>${PARTS.map(
      ({ name, part }) =>
        html`<div><dt>${name}</dt><dd>${bar(quality[part])}<span>${score(quality[part])}</span></dd></div>`,
    )}</dl>
    <p class="rationale" dir="auto">${quality.rationale}</p>
  </section>`;

/** The part of a bar that a value from 1 to 5 fills: 1 is a fifth, so that the least is still to be seen. */
const bar = (
  value: number,
): Html => html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect
  class="bar-ground" width="100" height="6"/><rect class="bar-value" width="${Math.min(5, Math.max(0, value)) * 20}" height="6"/></svg>`;

/** Themes and insights, each with the words it rests on; `messageIds` are those a quote may link to. */
export const findingsView = ({ themes, insights }: Analysis, messageIds: ReadonlySet<string>): Html => html`
  <section aria-labelledby="themes">
    <h2 id="themes">Themes</h2>
    ${
      themes.length === 0
        ? html`<p class="empty">Too little was said for a theme.</p>`
        : html`<ul class="findings">${themes.map(theme => themeView(theme, messageIds))}</ul>`
    }
  </section>
  <section aria-labelledby="insights">
    <h2 id="insights">Insights</h2>
    ${
      insights.length === 0
        ? html`<p class="empty">Too little was said for an insight.</p>`
        : html`<ul class="findings">${insights.map(insight => insightView(insight, messageIds))}</ul>`
    }
  </section>`;

const themeView = ({ name, description, quotes }: Theme, messageIds: ReadonlySet<string>): Html => html`
  <li>
    <h3 dir="auto">${name}</h3>
    <p dir="auto">${description}</p>
    ${quotesView(quotes, messageIds)}
  </li>`;

const insightView = ({ text, quotes }: Insight, messageIds: ReadonlySet<string>): Html => html`
  <li>
    <p dir="auto">${text}</p>
    ${quotesView(quotes, messageIds)}
  </li>`;

const quotesView = (quotes: Quote[], messageIds: ReadonlySet<string>) =>
  quotes.map(
    ({ message_id, text }) =>
      html`<blockquote dir="auto">${
        messageIds.has(message_id)
          ? html`<a href="#${encodeURIComponent(anchorOf(message_id))}">${text}</a>`
          : html`${text}`
      }</blockquote>`,
  );
