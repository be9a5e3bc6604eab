import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { describeKoji } from './koji.ts';
import { describeProxy } from './proxy.ts';

/** Both contracts as OpenAPI documents at `/openapi/koji.json` and `/openapi/proxy.json`, for tools anywhere. */
export function createDescriptions(proxyBase: string): Hono {
  const app = new Hono();
  app.use('/openapi/*', cors());
  app.get('/openapi/koji.json', c => c.json(describeKoji()));
  app.get('/openapi/proxy.json', c => c.json(describeProxy(proxyBase)));
  return app;
}
