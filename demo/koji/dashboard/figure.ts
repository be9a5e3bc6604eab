import { html } from 'hono/html';
import type { Html } from './format.ts';

/** A chart with a title, and the same as a table. */
export interface Figure {
  title: string;
  /** What is said of it in a line. */
  about?: Html | string;
  chart: Html;
  head: string[];
  /** The first of each row names it; the others are numbers. */
  rows: string[][];
}

export const figure = ({ title, about, chart, head: [first = '', ...numbers], rows }: Figure): Html => html`
  <figure>
    <figcaption><h3 dir="auto">${title}</h3>${about && html`<p class="about">${about}</p>`}</figcaption>
    ${chart}
    <details>
      <summary>As a table<span class="quiet">: ${title}</span></summary>
      <table>
        <thead><tr><th scope="col">${first}</th>${numbers.map(name => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
        <tbody>${rows.map(([name, ...values]) => html`<tr><th scope="row" dir="auto">${name}</th>${values.map(value => html`<td class="number">${value}</td>`)}</tr>`)}</tbody>
      </table>
    </details>
  </figure>`;
