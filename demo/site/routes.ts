import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { WIDGET_DIR } from '../tools/build-widget.ts';

/** For files whose names contain a hash of their content. */
const CACHE_FOREVER = 'public, max-age=31536000, immutable';
const CACHE_FIVE_MINUTES = 'public, max-age=300';

/**
 * Serves the demo site, the example apps and the widget's files, from the project's root. Its policy
 * is as strict as a page with scripts can have, to show that the widget needs no exception.
 */
export function createSiteRoutes(): Hono {
  const app = new Hono();

  const serveWidget = serveStatic({ root: WIDGET_DIR, precompressed: true });
  app.use('/koji.js', allowOtherOrigins(CACHE_FIVE_MINUTES), serveWidget);
  app.use('/koji-embed/*', allowOtherOrigins(CACHE_FOREVER), serveWidget);

  // The templates of Vue and Svelte need trusted types of their own.
  app.use('/apps/*', strictPolicy('vue', 'svelte-trusted-html'));
  app.get('/apps/*', serveStatic({ root: 'dist' }));

  app.use(strictPolicy("'none'"));
  app.get('/', serveStatic({ path: 'index.html' }));
  app.get('*', serveStatic({ root: 'public' }));
  return app;
}

const strictPolicy = (...trustedTypes: string[]): MiddlewareHandler =>
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

/** Lets pages of other origins load the script and, through CORS, its modules. */
const allowOtherOrigins =
  (cacheControl: string): MiddlewareHandler =>
  async (c, next) => {
    await next();
    if (c.res.status !== 200) return;
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    c.header('Timing-Allow-Origin', '*');
    c.header('Cache-Control', cacheControl);
    c.header('X-Content-Type-Options', 'nosniff');
  };
