import { html, raw } from 'hono/html';
import type { Html } from '../koji/dashboard/format.ts';
import { addressOf, CHAPTERS, type DocPage, PAGES } from './contents.ts';
import type { Rendered } from './markdown.ts';

/** A whole page of the documentation. Nothing in it is inline style or script, so that it stands under a strict policy. */
export const renderPage = (
  page: DocPage | null,
  { title, summary, html: content }: Rendered,
): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · koji-embed</title>
    <meta name="description" content="${summary}">
    <link rel="icon" href="/koji.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/docs/files/docs.css">
    <script defer src="/docs/files/docs.js"></script>
    ${page?.slug === 'theming' && html`<script type="module" src="/docs/theming/theming.js"></script>`}
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <a class="name" href="/docs"><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path class="asked" d="M1 3h14v2H1zm0 4h9v2H1z"/><rect class="told" x="6" y="11" width="13" height="7" rx="2"/></svg>koji-embed</a>
      <button type="button" class="to-contents" popovertarget="contents">Contents</button>
      <nav aria-label="Elsewhere"><a href="/">Demo</a> <a href="/dashboard">Dashboard</a></nav>
    </header>
    <div class="chart">
      <div class="land">
        ${navigation(page)}
      </div>
      <main id="content" tabindex="-1">
        <article>${raw(content)}</article>
        ${page && neighbours(page)}
      </main>
    </div>
  </body>
</html>`;

const navigation = (
  current: DocPage | null,
): Html => html`<nav class="contents" id="contents" popover aria-label="Documentation">${CHAPTERS.map(
  ({ title, pages }) => html`
            <h2>${title}</h2>
            <ul>${pages.map(
              page => html`
              <li ${page.isOneOf && html`class="one-of"`}><a href="${addressOf(page)}" ${page === current && html`aria-current="page"`}>${page.title}</a></li>`,
            )}
            </ul>`,
)}
            <ul class="elsewhere"><li><a href="/">Demo</a></li><li><a href="/dashboard">Dashboard</a></li></ul>
          </nav>`;

function neighbours(page: DocPage): Html {
  const place = PAGES.indexOf(page);
  const [before, after] = [PAGES[place - 1], PAGES[place + 1]];
  return html`<nav class="neighbours" aria-label="Before and after">
          ${before && html`<a rel="prev" href="${addressOf(before)}"><span>Before</span> ${before.title}</a>`}
          ${after && html`<a rel="next" href="${addressOf(after)}"><span>Next</span> ${after.title}</a>`}
        </nav>`;
}
