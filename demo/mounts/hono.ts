/** Hono on Node. On another runtime, only `getConnInfo` comes from another module. */
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { proxy } from './interviews.ts';

const app = new Hono();

app.all('/koji/*', c => proxy.fetch(c.req.raw, getConnInfo(c).remote));

app.post('/orders', async c => c.json({ ordered: (await c.req.json()).item }));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
