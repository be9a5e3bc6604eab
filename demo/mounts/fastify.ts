/**
 * Fastify 5. The proxy's scope has no content type parsers, because the proxy reads request bodies
 * itself.
 */
import { createRequestListener } from '@remix-run/node-fetch-server';
import Fastify from 'fastify';
import { proxy } from './interviews.ts';

const app = Fastify();
const handleInterview = createRequestListener(proxy.fetch);

app.register(async scope => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.all('/koji/*', (request, reply) => {
    reply.hijack();
    handleInterview(request.raw, reply.raw);
  });
});

app.post<{ Body: { item: string } }>('/orders', async ({ body }) => ({ ordered: body.item }));

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
