import { html, raw } from 'hono/html';
import { CHAPTERS, type DocPage, PAGES, pathOfPage } from './contents.ts';
import type { RenderedMarkdown } from './markdown.ts';

/** Escaped HTML. */
type Html = ReturnType<typeof html>;

/**
 * Renders a complete HTML page. It has no inline style or script, so that it works under a strict
 * policy. Null: the 404 page.
 */
export const renderPage = (
  page: DocPage | null,
  { title, summary, html: content }: RenderedMarkdown,
): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · koji-embed</title>
    <meta name="description" content="${summary}">
    <link rel="icon" href="/koji.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/base.css">
    <link rel="stylesheet" href="/docs/files/docs.css">
    <script defer src="/docs/files/docs.js"></script>
    ${page?.slug === 'theming' && html`<script type="module" src="/docs/theming/theming.js"></script>`}
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <a class="name" href="/docs"><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path class="logo-lines" d="M1 3h14v2H1zm0 4h9v2H1z"/><rect class="logo-box" x="6" y="11" width="13" height="7" rx="2"/></svg>koji-embed</a>
      <button type="button" class="to-contents" popovertarget="contents">Contents</button>
      <nav aria-label="Other pages"><a href="/">Demo</a> <a href="/dashboard">Dashboard</a></nav>
    </header>
    <div class="chart">
      <div class="land">
        ${renderContents(page)}
      </div>
      <main id="content" tabindex="-1">
        <article>${raw(content)}</article>
        ${page && renderNeighbours(page)}
      </main>
    </div>
  </body>
</html>`;

const renderContents = (
  current: DocPage | null,
): Html => html`<nav class="contents" id="contents" popover aria-label="Documentation">${CHAPTERS.map(
  ({ title, pages }) => html`
            <h2>${title}</h2>
            <ul>${pages.map(
              page => html`
              <li ${page.isAlternative && html`class="alternative"`}><a href="${pathOfPage(page)}" ${page === current && html`aria-current="page"`}>${page.title}</a></li>`,
            )}
            </ul>`,
)}
            <ul class="other-sites"><li><a href="/">Demo</a></li><li><a href="/dashboard">Dashboard</a></li></ul>
          </nav>`;

function renderNeighbours(page: DocPage): Html {
  const index = PAGES.indexOf(page);
  const [previous, next] = [PAGES[index - 1], PAGES[index + 1]];
  return html`<nav class="neighbours" aria-label="Before and after">
          ${previous && html`<a rel="prev" href="${pathOfPage(previous)}"><span>Previous</span> ${previous.title}</a>`}
          ${next && html`<a rel="next" href="${pathOfPage(next)}"><span>Next</span> ${next.title}</a>`}
        </nav>`;
}
