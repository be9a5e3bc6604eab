import { readFileSync } from 'node:fs';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const compress = promisify(brotliCompress);

/** What a page of the host is made of, besides its own lines: what a candidate's documentation says to put there. */
export interface Embed {
  head?: string;
  body?: string;
}

/** A customer's website: plain pages, one a candidate, that load everything from their own origin. */
export interface HostSite {
  origin: string;
  /** Puts a page at a path; gives its address. */
  putPage(path: string, embed: Embed): string;
  putFile(path: string, file: string): Promise<void>;
  putText(path: string, text: string): Promise<void>;
  /** Answers a vendor's route in the vendor's place. A path that ends in `*` stands for all that begin so. */
  answer(path: string, body: unknown): void;
  /** Passes everything beneath a path on to another server. */
  forward(prefix: string, origin: string): void;
  /** Has everything beneath a path answered by a function. */
  handle(prefix: string, answer: Handler): void;
  /** Paths that were asked for and are not there. */
  missing: Set<string>;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

interface Found {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** HTTP/1.1 on the loopback, kept alive, every script and style compressed by brotli at its highest level. */
export async function startHostSite(): Promise<HostSite> {
  const files = new Map<string, Found>();
  const answers = new Map<string, Found>();
  const handlers = new Map<string, Handler>();
  const missing = new Set<string>();

  const find = (path: string): Found => {
    const found = files.get(path) ?? answers.get(path);
    if (found) return found;
    for (const [pattern, answer] of answers) {
      if (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1))) return answer;
    }
    missing.add(path);
    return { status: 404, headers: {}, body: '' };
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    for (const [prefix, handle] of handlers) {
      if (pathname.startsWith(prefix)) return handle(request, response);
    }
    request.resume();
    const { status, headers, body } = find(pathname);
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const putText = async (path: string, text: string | Buffer) => {
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
  };
  return {
    origin,
    missing,
    putPage(path, embed) {
      files.set(path, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: pageWith(embed) });
      return origin + path;
    },
    putFile: (path, file) => putText(path, readFileSync(file)),
    putText,
    answer(path, body) {
      answers.set(path, {
        status: 200,
        headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
        body: JSON.stringify(body),
      });
    },
    forward(prefix, target) {
      handlers.set(prefix, (request, response) => passOn(target, request, response));
    },
    handle(prefix, answer) {
      handlers.set(prefix, answer);
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** The same page for everybody. Its button opens what has no launcher of its own. */
const pageWith = ({ head = '', body = '' }: Embed) => `<!doctype html>
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

function passOn(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { host: _host, ...headers } = request.headers;
  const passed = forward(target + request.url, { method: request.method ?? 'GET', headers }, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}
