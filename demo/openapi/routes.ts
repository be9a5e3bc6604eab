import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { describeKoji } from './koji-description.ts';
import { describeProxy } from './proxy-description.ts';

/**
 * Serves both contracts as OpenAPI documents at `/openapi/koji.json` and `/openapi/proxy.json`, to
 * any origin.
 */
export function createOpenApiRoutes(proxyBase: string): Hono {
  const app = new Hono();
  app.use('/openapi/*', cors());
  app.get('/openapi/koji.json', c => c.json(describeKoji()));
  app.get('/openapi/proxy.json', c => c.json(describeProxy(proxyBase)));
  return app;
}
