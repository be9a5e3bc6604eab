import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One origin for several processes. It does not check which of them are alive. */
export interface LoadBalancer {
  origin: string;
  close(): void;
}

/** @param random returns a number from 0 to 1; chooses the process for each request */
export async function createLoadBalancer(origins: string[], random: () => number): Promise<LoadBalancer> {
  const server = createServer((request, response) =>
    forward(request, response, origins[Math.floor(random() * origins.length)]!),
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Sends a request to one process, without a retry at another: the first may have acted on it before
 * it died. If the connection breaks, the caller's connection breaks too.
 */
function forward(request: IncomingMessage, response: ServerResponse, origin: string) {
  const upstreamRequest = sendRequest(origin + request.url, { method: request.method!, headers: request.headers });
  upstreamRequest.on('response', upstreamResponse => {
    response.writeHead(upstreamResponse.statusCode!, upstreamResponse.headers);
    upstreamResponse.pipe(response);
    upstreamResponse.on('error', () => response.destroy());
  });
  upstreamRequest.on('error', () => response.destroy());
  request.pipe(upstreamRequest);
}
