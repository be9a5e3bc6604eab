import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const compress = promisify(brotliCompress);

/** The HTML that embeds a widget in the host page, as the widget's documentation has it. */
export interface EmbedCode {
  head?: string;
  body?: string;
}

/** A customer's website that serves its pages, scripts and API responses from one origin. */
export interface HostSite {
  origin: string;
  /** Adds the host page at a path and returns its URL. */
  addPage(path: string, embedCode: EmbedCode): string;
  addFile(path: string, file: string): Promise<void>;
  addText(path: string, text: string): Promise<void>;
  /**
   * Adds a JSON response in place of a vendor's API. A path that ends in `*` matches as a prefix.
   */
  addJsonResponse(path: string, body: unknown): void;
  /** Forwards all requests under a path to another server. */
  forward(prefix: string, origin: string): void;
  /** Passes all requests under a path to a function. */
  handle(prefix: string, handler: RequestHandler): void;
  /** Requested paths that do not exist. */
  missingPaths: Set<string>;
  close(): Promise<void>;
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

interface StaticResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/**
 * Starts the site on a loopback port: HTTP/1.1 with keep-alive. Scripts and styles are compressed
 * with Brotli at the highest level.
 */
export async function startHostSite(): Promise<HostSite> {
  const files = new Map<string, StaticResponse>();
  const jsonResponses = new Map<string, StaticResponse>();
  const handlers = new Map<string, RequestHandler>();
  const missingPaths = new Set<string>();

  function findResponse(path: string): StaticResponse {
    const exactMatch = files.get(path) ?? jsonResponses.get(path);
    if (exactMatch) return exactMatch;
    for (const [pattern, response] of jsonResponses) {
      if (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1))) return response;
    }
    missingPaths.add(path);
    return { status: 404, headers: {}, body: '' };
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    for (const [prefix, handler] of handlers) {
      if (pathname.startsWith(prefix)) return handler(request, response);
    }
    request.resume();
    const { status, headers, body } = findResponse(pathname);
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function addText(path: string, text: string | Buffer) {
    const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
    files.set(path, {
      status: 200,
      headers: {
        'content-type': `${type}; charset=utf-8`,
        'content-encoding': 'br',
        'cache-control': 'public, max-age=3600',
        'access-control-allow-origin': '*',
      },
      body: await compress(text),
    });
  }

  return {
    origin,
    missingPaths,
    addPage(path, embedCode) {
      files.set(path, {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: renderHostPage(embedCode),
      });
      return origin + path;
    },
    addFile: (path, file) => addText(path, readFileSync(file)),
    addText,
    addJsonResponse(path, body) {
      jsonResponses.set(path, {
        status: 200,
        headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
        body: JSON.stringify(body),
      });
    },
    forward(prefix, target) {
      handlers.set(prefix, (request, response) => forwardRequest(target, request, response));
    },
    handle(prefix, handler) {
      handlers.set(prefix, handler);
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Every widget gets the same page. The button opens a widget that has no launcher. */
const renderHostPage = ({ head = '', body = '' }: EmbedCode) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Host</title>
${head}
</head>
<body>
<h1>Your plan</h1>
<p>Nine seats, paid by the month.</p>
<button type="button" id="open">Share your thoughts</button>
${body}
</body>
</html>
`;

function forwardRequest(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { host: _host, ...headers } = request.headers;
  const upstreamRequest = sendRequest(
    target + request.url,
    { method: request.method ?? 'GET', headers },
    upstreamResponse => {
      response.writeHead(upstreamResponse.statusCode ?? 502, upstreamResponse.headers);
      upstreamResponse.pipe(response);
    },
  );
  upstreamRequest.on('error', () => response.destroy());
  response.on('close', () => upstreamRequest.destroy());
  request.pipe(upstreamRequest);
}
