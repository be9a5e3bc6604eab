import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A customer's website on another origin than the product's, with the pages that a test adds. */
export interface Site {
  origin: string;
  /**
   * Adds a page, script or style sheet at a path, or replaces it. The content type follows from the
   * path's extension; default: HTML. Returns the full address.
   */
  addPage(path: string, body: string, headers?: Record<string, string>): string;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css' };

export async function startSite(): Promise<Site> {
  const files = new Map<string, { body: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    // Browsers request an icon and log an error if there is none.
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
