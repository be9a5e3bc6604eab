import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One address for several processes, as a load balancer that has not noticed yet which of them are dead. */
export interface LoadBalancer {
  origin: string;
  close(): void;
}

/** @param pick from 0 to 1, for which process gets a call */
export async function createLoadBalancer(origins: string[], pick: () => number): Promise<LoadBalancer> {
  const server = createServer((call, answer) => pass(call, answer, origins[Math.floor(pick() * origins.length)]!));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Each call goes to one process and to no other: the first one may have done something before it died. Then the caller's connection breaks too. */
function pass(call: IncomingMessage, answer: ServerResponse, origin: string) {
  const onward = request(origin + call.url, { method: call.method!, headers: call.headers });
  onward.on('response', reply => {
    answer.writeHead(reply.statusCode!, reply.headers);
    reply.pipe(answer);
    reply.on('error', () => answer.destroy());
  });
  onward.on('error', () => answer.destroy());
  call.pipe(onward);
}
