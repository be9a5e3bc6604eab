/** Express 5. Mount the proxy before any body parser, because it reads request bodies itself. */
import { createRequestListener } from '@remix-run/node-fetch-server';
import express from 'express';
import { proxy } from './interviews.ts';

const app = express();

app.all('/koji/*route', createRequestListener(proxy.fetch));

app.use(express.json());
app.post('/orders', (request, response) => {
  response.json({ ordered: request.body.item });
});

app.listen(Number(process.env.PORT ?? 3000));
