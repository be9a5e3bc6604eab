import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A customer's website on an origin of its own: whatever pages a test puts there. */
export interface Site {
  origin: string;
  /** Puts a page (or a script) at a path; gives its address. */
  addPage(path: string, body: string, headers?: Record<string, string>): string;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css' };

export async function startSite(): Promise<Site> {
  const files = new Map<string, { body: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    // A browser asks for it by itself, and its console tells of a site without one.
    const file = pathname === '/favicon.ico' ? { body: '', headers: {} } : files.get(pathname);
    response.writeHead(file ? 200 : 404, file?.headers);
    response.end(file?.body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    addPage(path, body, headers = {}) {
      const type = TYPES[path.split('.').at(-1)!] ?? 'text/html';
      files.set(path, { body, headers: { 'content-type': `${type}; charset=utf-8`, ...headers } });
      return origin + path;
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
