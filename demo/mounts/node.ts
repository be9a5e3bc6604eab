/** Node without a framework. */
import { createServer } from 'node:http';
import { createRequestListener } from '@remix-run/node-fetch-server';
import { proxy } from './interviews.ts';

const handleInterview = createRequestListener(proxy.fetch);

const server = createServer((request, response) => {
  if (request.url?.startsWith('/koji/')) handleInterview(request, response);
  else response.writeHead(404).end();
});
server.listen(Number(process.env.PORT ?? 3000));
