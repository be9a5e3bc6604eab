import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { buildWidgetIfStale, WIDGET_DIR } from '../../demo/tools/build-widget.ts';
import type { ScriptedProxy } from '../../src/model/testing/scripted-proxy.ts';
import { createProxyFetch } from '../../src/widget/testing/proxy-fetch.ts';

export interface SitePage {
  lang: string;
  dir: 'ltr' | 'rtl';
  /** Options of the widget, as attributes of the script tag without `data-`. */
  options: Record<string, string>;
  /** Answers the page's requests. The test controls it. */
  proxy: ScriptedProxy;
}

/** A website with the built widget. Each page has its own scripted proxy. */
export interface ScriptedSite {
  /** Adds a page. Returns its address. */
  addPage(page: SitePage): string;
  close(): Promise<void>;
}

/** Starts the site. The caller closes it. */
export async function startScriptedSite(): Promise<ScriptedSite> {
  await buildWidgetIfStale();
  const pages: SitePage[] = [];
  const app = new Hono();
  app.get('/koji.js', serveStatic({ root: WIDGET_DIR }));
  app.get('/koji-embed/*', serveStatic({ root: WIDGET_DIR }));
  app.get('/pages/:index', c => c.html(renderPage(pages[Number(c.req.param('index'))]!, `${c.req.path}/koji`)));
  app.post('/pages/:index/koji/:route', async c => {
    const { proxy } = pages[Number(c.req.param('index'))]!;
    // A page reports a reload as a leave, which the scripted proxy would complete at once.
    if (c.req.param('route') === 'complete' && isLeave(await c.req.raw.clone().json()))
      return c.json({ status: 'leaving', completes_at: '2026-03-01T09:05:00.000Z' }, 202);
    return createProxyFetch(proxy)(c.req.raw);
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    addPage: page => `http://127.0.0.1:${port}/pages/${pages.push(page) - 1}`,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

const isLeave = ({ reason, final }: { reason: string; final?: boolean }) => reason === 'respondent_left' && !final;

/** A neutral page of a customer, with grey bars instead of text. */
function renderPage({ lang, dir, options }: SitePage, proxy: string): string {
  const attributes = Object.entries({ proxy, ...options }).map(
    ([name, value]) => `data-${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  );
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; background: light-dark(#f3f4f2, #0d0f0f) }
body { margin: 0 auto; padding: 40px 16px; max-width: 720px }
h1 { width: 45%; height: 28px; margin: 0 0 24px; border-radius: 4px; background: light-dark(#dfe3e0, #232827) }
p { height: 12px; margin: 0 0 12px; border-radius: 4px; background: light-dark(#e6e9e7, #1b1f1e) }
p:nth-of-type(4n) { width: 60%; margin-bottom: 32px }
h1 span { position: absolute; clip-path: inset(50%) }
koji-inline { margin-block: 24px }
</style>
</head>
<body>
<main>
<h1><span>A page</span></h1>
<p></p><p></p><p></p><p></p>
<script async src="/koji.js" ${attributes.join(' ')}></script>
</main>
</body>
</html>`;
}
