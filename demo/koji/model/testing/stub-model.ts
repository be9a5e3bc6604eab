import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * The stub's response: this object as the model's output, an error status, invalid output, or none
 * at all.
 */
export type StubResponse = object | { status: number } | 'not json' | 'silence';

export interface StubModel {
  url: string;
  /** All requests so far: the parsed bodies and their Authorization headers. */
  requests: { authorization: string | undefined; body: { messages: { role: string; content: string }[] } }[];
  /** Sets the responses to the next requests, one each; the last one repeats. */
  respondWith(...responses: StubResponse[]): void;
}

/**
 * Starts a server on the loopback that speaks OpenAI's chat completions, without a model. It stops
 * with the test.
 */
export async function startStubModel(): Promise<StubModel> {
  const requests: StubModel['requests'] = [];
  let responses: StubResponse[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    requests.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
    const next = responses.length > 1 ? responses.shift()! : responses[0];
    if (next === undefined || next === 'silence') return;
    const isStatus = typeof next === 'object' && 'status' in next;
    response.writeHead(isStatus ? (next.status as number) : 200, { 'content-type': 'application/json' });
    if (isStatus) {
      response.end(JSON.stringify({ error: { message: `refused ${request.headers.authorization}` } }));
      return;
    }
    const content = next === 'not json' ? 'Well, let me think.' : JSON.stringify(next);
    response.end(
      JSON.stringify({
        id: 'stub',
        object: 'chat.completion',
        created: 0,
        model: 'stub',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      }),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    respondWith(...next) {
      responses = next;
    },
  };
}
