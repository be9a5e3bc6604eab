import { html } from 'hono/html';
import type { ListedStudy } from '../studies/study.ts';
import { type Html, moment, score } from './format.ts';
import { renderPage } from './layout.ts';

/** What is asked of whom: each study with how far it has come. */
export const renderStudyList = (studies: ListedStudy[], viewer: { email: string }): Html =>
  renderPage({
    title: 'Studies',
    kind: 'studies',
    viewer,
    content: html`
      <h1>Studies</h1>
      ${studies.length === 0 ? EMPTY : table(studies)}`,
  });

const EMPTY = html`<p class="empty">There are none yet. A study appears with its first interview, for example on <a href="/">the demo page</a>.</p>`;

const table = (studies: ListedStudy[]): Html => html`
  <table>
    <thead>
      <tr><th scope="col">Study</th><th scope="col" class="wide">Newest interview</th><th scope="col" class="number">Interviews</th><th scope="col" class="number wide">Completed</th><th scope="col" class="number">Quality</th></tr>
    </thead>
    <tbody>${studies.map(row)}</tbody>
  </table>`;

const row = ({ name, title, interviews, completed, quality, lastStartedAt }: ListedStudy): Html => html`
      <tr>
        <th scope="row" dir="auto"><a href="${studyAddress(name)}">${title}</a><span class="about">${name}</span></th>
        <td class="wide">${moment(lastStartedAt.toISOString())}</td>
        <td class="number">${interviews}</td>
        <td class="number wide">${completed}</td>
        <td class="number">${quality === null ? html`<span class="quiet">none</span>` : html`<b>${score(quality)}</b>`}</td>
      </tr>`;

export const studyAddress = (name: string): string => `/dashboard/studies/${encodeURIComponent(name)}`;
