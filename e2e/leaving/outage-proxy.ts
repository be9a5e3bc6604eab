import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the browser of one run talks to: the run's own pages, and behind them the product. Its network can go down. */
export interface OutageProxy {
  origin: string;
  /** Whether a report of a leave has come through since `forget` was called. */
  hasReceivedLeave: boolean;
  down(): void;
  up(): void;
  close(): void;
}

export async function startOutageProxy(product: string, pages: Record<string, string>): Promise<OutageProxy> {
  let isDown = false;
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url!, 'http://front');
    const page = pages[pathname];
    if (page !== undefined) {
      outgoing.writeHead(200, {
        'content-type': pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
      });
      outgoing.end(page);
      return;
    }
    if (pathname === '/koji/complete') front.hasReceivedLeave = true;
    const { method, headers } = incoming;
    const passed = ask(product + incoming.url, { method: method!, headers }, answer => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('error', () => passed.destroy());
    incoming.pipe(passed);
  });
  server.on('connection', socket => {
    if (isDown) socket.destroy();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const front: OutageProxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hasReceivedLeave: false,
    down() {
      isDown = true;
      server.closeAllConnections();
    },
    up() {
      isDown = false;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return front;
}
