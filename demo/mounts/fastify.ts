/** Fastify 5. In a scope of its own, where Fastify leaves bodies to the proxy. */
import { createRequestListener } from '@remix-run/node-fetch-server';
import Fastify from 'fastify';
import { proxy } from './interviews.ts';

const app = Fastify();
const koji = createRequestListener(proxy.fetch);

app.register(async scope => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.all('/koji/*', (request, reply) => {
    reply.hijack();
    koji(request.raw, reply.raw);
  });
});

app.post<{ Body: { item: string } }>('/orders', async ({ body }) => ({ ordered: body.item }));

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
