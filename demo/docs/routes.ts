import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { buildDocs, DOCS_DIR } from './build.ts';

const FILES = {
  'docs.css': 'text/css; charset=utf-8',
  'docs.js': 'text/javascript; charset=utf-8',
  'coast.svg': 'image/svg+xml',
  'landfall.svg': 'image/svg+xml',
};

/**
 * Serves the documentation under `/docs`. The first request builds the pages, so that starting the
 * demo without reading its documentation costs no time.
 */
export function createDocs(): Hono {
  const app = new Hono();

  app.use(
    '/docs/*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
  );

  for (const [name, type] of Object.entries(FILES)) {
    const body = readFileSync(new URL(`files/${name}`, import.meta.url), 'utf8');
    app.get(`/docs/files/${name}`, c => c.body(body, 200, { 'Content-Type': type }));
  }

  app.use('/docs/*', async (_c, next) => {
    await buildDocs();
    await next();
  });
  app.get('/docs/', c => c.redirect('/docs', 301));
  // `serveStatic` warns if the folder does not exist yet.
  mkdirSync(DOCS_DIR, { recursive: true });
  app.get('/docs/theming/*', serveStatic({ root: 'dist' }));
  app.get('/docs/*', serveStatic({ root: DOCS_DIR, rewriteRequestPath: path => `${path}.html` }));
  app.get('/docs/*', c => c.html(readFileSync(join(DOCS_DIR, '404.html'), 'utf8'), 404));
  return app;
}
