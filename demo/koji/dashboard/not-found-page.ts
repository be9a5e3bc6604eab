import { html } from 'hono/html';
import type { Html } from './format.ts';
import { renderPage } from './layout.ts';

/** What a wrong address of the dashboard shows. */
export const renderNotFound = (viewer: { email: string }): Html =>
  renderPage({
    title: 'Not found',
    kind: 'message',
    viewer,
    content: html`
      <h1>There is nothing here</h1>
      <p>No interview has this address. <a href="/dashboard">See all interviews</a></p>`,
  });
