import { html } from 'hono/html';
import type { Html } from './format.ts';

export interface Page {
  /** Escaped here; the product's name is added. */
  title: string;
  /** Names the page for the style sheet. */
  kind: 'interview' | 'list' | 'studies' | 'study' | 'deliveries' | 'message';
  content: Html;
  /**
   * What the page shows of something that still moves, as one short string. While it is given, the page asks for itself
   * again and puts the new content in where this has changed.
   */
  watch?: string;
  /** Who is looking; absent where nobody is signed in. */
  viewer?: { email: string };
  /** How far the thing has come, in words; said aloud when it changes while the page is looked at. */
  standing?: string;
}

/** A whole page of the dashboard. Nothing in it is inline style or script, so that it stands under a strict policy. */
export const renderPage = ({ title, kind, content, watch, standing, viewer }: Page): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · Koji</title>
    <link rel="icon" href="/koji.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/dashboard/dashboard.css">
    ${watch && html`<script defer src="/dashboard/watch.js"></script>`}
    ${watch && kind === 'interview' && html`<noscript><meta http-equiv="refresh" content="5"></noscript>`}
  </head>
  <body class="${kind}">
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <a class="name" href="/dashboard"><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path class="asked" d="M1 3h14v2H1zm0 4h9v2H1z"/><rect class="told" x="6" y="11" width="13" height="7" rx="2"/></svg>Koji</a>
      ${viewer && navigation(kind, viewer)}
    </header>
    <p class="quiet" role="status" id="news"></p>
    <main id="content" tabindex="-1" ${standing && html`data-standing="${standing}"`} ${watch && html`data-watch="${watch}"`}>${content}</main>
  </body>
</html>`;

const navigation = (kind: Page['kind'], { email }: { email: string }): Html => html`
      <nav aria-label="Dashboard">
        <a href="/dashboard" ${kind === 'list' && html`aria-current="page"`}>Interviews</a>
        <a href="/dashboard/studies" ${kind === 'studies' && html`aria-current="page"`}>Studies</a>
        <a href="/dashboard/deliveries" ${kind === 'deliveries' && html`aria-current="page"`}>Webhooks</a>
      </nav>
      <form class="viewer" method="post" action="/dashboard/sign-out"><span>${email}</span> <button>Sign out</button></form>`;
