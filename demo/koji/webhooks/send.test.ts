import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebhookSender, isAcknowledged } from './send.ts';
import { createSelfSignedCertificate } from './testing/certificate.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const send = createWebhookSender();
const post = (url: string, sender = send) => sender(url, { 'X-Probe': 'yes' }, '{"é":1}');

describe('a webhook sender', () => {
  it('posts the body once, with its headers, and returns the status', async () => {
    const requests: unknown[] = [];
    const port = await serve(async (request, response) => {
      const parts = await request.toArray();
      const { 'content-length': length, 'content-type': type, 'x-probe': probe } = request.headers;
      requests.push([request.method, request.url, length, type, probe, Buffer.concat(parts).toString()]);
      response.writeHead(202).end('thanks');
    });
    expect(await post(`http://localhost:${port}/a?b=c`)).toEqual({ status: 202 });
    expect(requests).toEqual([['POST', '/a?b=c', '8', 'application/json', 'yes', '{"é":1}']]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i)', async status => {
    const paths: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { Location: '/elsewhere' }).end();
    });
    const result = await post(`http://127.0.0.1:${port}/here`);
    expect(result).toEqual({ status });
    expect(isAcknowledged(result)).toBe(false);
    expect(paths).toEqual(['/here']);
  });

  it('resolves a name once and connects to the checked address, even if the name changes', async () => {
    const port = await serve((_, response) => response.writeHead(204).end());
    const addresses = ['127.0.0.1', '10.0.0.1'];
    const rebinding = createWebhookSender({ resolve: async () => [{ address: addresses.shift()!, family: 4 }] });
    expect(await post(`http://localhost:${port}/`, rebinding)).toEqual({ status: 204 });
    expect(await post(`http://localhost:${port}/`, rebinding)).toEqual({ error: 'address_refused' });
    expect(addresses).toEqual([]);
  });

  it('does not reach the loopback by a name that resolves to it', async () => {
    let calls = 0;
    const port = await serve((_, response) => {
      calls++;
      response.end();
    });
    const rebound = createWebhookSender({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    for (const url of [`https://hooks.example.com:${port}/`, `http://hooks.example.com:${port}/`]) {
      expect(await post(url, rebound)).toEqual({ error: 'address_refused' });
    }
    expect(calls).toBe(0);
  });

  it('cuts a long response and keeps the status', async () => {
    let sent = 0;
    const cut = Promise.withResolvers<void>();
    const port = await serve((_, response) => {
      response.writeHead(200);
      const writeMore = () => {
        while (!response.destroyed && response.write(Buffer.alloc(8192))) sent += 8192;
      };
      response.on('drain', writeMore).on('close', cut.resolve);
      writeMore();
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ status: 200 });
    await cut.promise;
    // The buffers of both ends, and no more.
    expect(sent).toBeLessThan(20_000_000);
  });

  it('requires a trusted TLS certificate for the host name', async () => {
    const { key, cert } = createSelfSignedCertificate('localhost');
    const server = createSecureServer({ key, cert }, (_, response) => response.writeHead(204).end());
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const trusted = getCACertificates('default');
    expect(await post(`https://localhost:${port}/`)).toEqual({ error: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    setDefaultCACertificates([...trusted, cert]);
    try {
      expect(await post(`https://localhost:${port}/`)).toEqual({ status: 204 });
      expect(await post(`https://127.0.0.1:${port}/`)).toEqual({ error: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    } finally {
      setDefaultCACertificates(trusted);
    }
  });

  it('stops waiting after the timeout', async () => {
    const port = await serve(() => {});
    expect(await post(`http://127.0.0.1:${port}/`, createWebhookSender({ timeout: 50 }))).toEqual({ error: 'timeout' });
  });

  it('reports a refused connection, a server that is not HTTP, and one without TLS', async () => {
    const mailServer = createSocketServer(socket => socket.resume().end('220 mail.example.com ESMTP\r\n'));
    await new Promise<void>(resolve => mailServer.listen(0, '127.0.0.1', resolve));
    const { port } = mailServer.address() as AddressInfo;
    expect((await post(`http://127.0.0.1:${port}/`)).error).toMatch(/^HPE_/);
    await new Promise(resolve => mailServer.close(resolve));
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ error: 'ECONNREFUSED' });
    const plainHttp = await serve((_, response) => response.end());
    expect((await post(`https://localhost:${plainHttp}/`)).error).toMatch(/SSL|EPROTO/);
  });
});
