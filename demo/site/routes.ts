import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { WIDGET_DIR } from '../tools/build-widget.ts';

/** Modules of the widget carry the hash of what is in them in their name, and never change. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_A_WHILE = 'public, max-age=300';

/**
 * The demo site and the widget's files, from the project's root. The site has a policy as strict as a policy gets while
 * scripts run at all, to show that the widget asks for no exception.
 */
export function createSiteRoutes(): Hono {
  const app = new Hono();

  const widget = serveStatic({ root: WIDGET_DIR, precompressed: true });
  app.use('/koji.js', forOtherOrigins(FOR_A_WHILE), widget);
  app.use('/koji-embed/*', forOtherOrigins(FOR_EVER), widget);

  // Vue and Svelte bring policies of their own for the markup of their templates.
  app.use('/apps/*', strict('vue', 'svelte-trusted-html'));
  app.get('/apps/*', serveStatic({ root: 'dist' }));

  app.use(strict("'none'"));
  app.get('/', serveStatic({ path: 'index.html' }));
  app.get('*', serveStatic({ root: 'public' }));
  return app;
}

const strict = (...trustedTypes: string[]) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes,
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false,
  });

/** A page elsewhere may load the script, and through it the modules, which a browser asks for with CORS. */
const forOtherOrigins = (caching: string) =>
  async function setHeaders(c: import('hono').Context, next: import('hono').Next) {
    await next();
    if (c.res.status !== 200) return;
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    c.header('Timing-Allow-Origin', '*');
    c.header('Cache-Control', caching);
    c.header('X-Content-Type-Options', 'nosniff');
  };
