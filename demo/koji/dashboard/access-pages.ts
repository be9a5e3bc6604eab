import { html } from 'hono/html';
import type { Html } from './format.ts';
import { renderPage } from './layout.ts';

const HOW = html`
  <p>In the folder that Koji was started in:</p>
  <pre><code>npm run koji -- members add you@example.com</code></pre>
  <p>Then open the address that it prints.</p>`;

/** What somebody sees who isn't signed in. */
export const renderSignedOut = (): Html =>
  renderPage({
    title: 'Sign in',
    kind: 'message',
    content: html`
      <h1>The team’s pages are for members</h1>
      ${HOW}`,
  });

/** What an address shows that was used before, is too old, or never was one. */
export const renderSpentAddress = (): Html =>
  renderPage({
    title: 'Sign in',
    kind: 'message',
    content: html`
      <h1>This address doesn’t sign anybody in any more</h1>
      <p>It is good once, and for an hour. If you are signed in already, go on to <a href="/dashboard">the interviews</a>; otherwise get a new one.</p>
      ${HOW}`,
  });

/** What a viewer sees who tries what only editors may. */
export const renderNotAllowed = (viewer: { email: string }): Html =>
  renderPage({
    title: 'Not allowed',
    kind: 'message',
    viewer,
    content: html`
      <h1>That takes an editor</h1>
      <p>You can read everything here, and change nothing. Nothing has been changed. <a href="/dashboard">Back to the interviews</a></p>`,
  });
