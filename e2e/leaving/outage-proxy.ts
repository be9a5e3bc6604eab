import { createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The server that one run's browser connects to: it serves the run's own pages and forwards other
 * requests to the product. It can cut the network.
 */
export interface OutageProxy {
  origin: string;
  /** Whether a report of a page leave has come through. The caller resets it. */
  hasReceivedLeave: boolean;
  disconnect(): void;
  reconnect(): void;
  close(): void;
}

/** @param pages contents by path */
export async function startOutageProxy(productOrigin: string, pages: Record<string, string>): Promise<OutageProxy> {
  let isDisconnected = false;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://outage-proxy');
    const page = pages[pathname];
    if (page !== undefined) {
      response.writeHead(200, {
        'content-type': pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
      });
      response.end(page);
      return;
    }
    if (pathname === '/koji/complete') outageProxy.hasReceivedLeave = true;
    const { method, headers } = request;
    const upstreamRequest = sendRequest(productOrigin + request.url, { method: method!, headers }, upstreamResponse => {
      response.writeHead(upstreamResponse.statusCode!, upstreamResponse.headers);
      upstreamResponse.pipe(response);
    });
    upstreamRequest.on('error', () => response.destroy());
    response.on('error', () => upstreamRequest.destroy());
    request.pipe(upstreamRequest);
  });
  server.on('connection', socket => {
    if (isDisconnected) socket.destroy();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const outageProxy: OutageProxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hasReceivedLeave: false,
    disconnect() {
      isDisconnected = true;
      server.closeAllConnections();
    },
    reconnect() {
      isDisconnected = false;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return outageProxy;
}
