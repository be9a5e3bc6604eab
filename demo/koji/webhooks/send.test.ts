import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebhookSender, isAcknowledged } from './send.ts';
import { selfSigned } from './testing/certificate.ts';

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
const post = (url: string, how = send) => how(url, { 'X-Probe': 'yes' }, '{"é":1}');

describe('sending', () => {
  it('posts the body once, with its headers, and tells the status', async () => {
    const seen: unknown[] = [];
    const port = await serve(async (request, response) => {
      const parts = await request.toArray();
      const { 'content-length': length, 'content-type': type, 'x-probe': probe } = request.headers;
      seen.push([request.method, request.url, length, type, probe, Buffer.concat(parts).toString()]);
      response.writeHead(202).end('thanks');
    });
    expect(await post(`http://localhost:${port}/a?b=c`)).toEqual({ status: 202 });
    expect(seen).toEqual([['POST', '/a?b=c', '8', 'application/json', 'yes', '{"é":1}']]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i)', async status => {
    const paths: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { Location: '/elsewhere' }).end();
    });
    const outcome = await post(`http://127.0.0.1:${port}/here`);
    expect(outcome).toEqual({ status });
    expect(isAcknowledged(outcome)).toBe(false);
    expect(paths).toEqual(['/here']);
  });

  it('looks a name up once and connects to what it has checked then, whatever the name says later', async () => {
    const port = await serve((_, response) => response.writeHead(204).end());
    const answers = ['127.0.0.1', '10.0.0.1'];
    const rebinding = createWebhookSender({ resolve: async () => [{ address: answers.shift()!, family: 4 }] });
    expect(await post(`http://localhost:${port}/`, rebinding)).toEqual({ status: 204 });
    expect(await post(`http://localhost:${port}/`, rebinding)).toEqual({ error: 'address_refused' });
    expect(answers).toEqual([]);
  });

  it('does not reach the loopback by a name that leads there', async () => {
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

  it('cuts a long answer and keeps the status', async () => {
    let sent = 0;
    const cut = Promise.withResolvers<void>();
    const port = await serve((_, response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(8192))) sent += 8192;
      };
      response.on('drain', pour).on('close', cut.resolve);
      pour();
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ status: 200 });
    await cut.promise;
    // What the two ends hold back for each other, and no more.
    expect(sent).toBeLessThan(20_000_000);
  });

  it('speaks TLS to who has a certificate for the name that somebody trusted has vouched for', async () => {
    const { key, cert } = selfSigned('localhost');
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

  it('gives up on who does not answer in time', async () => {
    const port = await serve(() => {});
    expect(await post(`http://127.0.0.1:${port}/`, createWebhookSender({ timeout: 50 }))).toEqual({ error: 'timeout' });
  });

  it('tells that nobody is there, or somebody who speaks no HTTP, or none of the secure kind', async () => {
    const chatty = createSocketServer(socket => socket.resume().end('220 mail.example.com ESMTP\r\n'));
    await new Promise<void>(resolve => chatty.listen(0, '127.0.0.1', resolve));
    const { port } = chatty.address() as AddressInfo;
    expect((await post(`http://127.0.0.1:${port}/`)).error).toMatch(/^HPE_/);
    await new Promise(resolve => chatty.close(resolve));
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ error: 'ECONNREFUSED' });
    const plain = await serve((_, response) => response.end());
    expect((await post(`https://localhost:${plain}/`)).error).toMatch(/SSL|EPROTO/);
  });
});
