import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the stub does with a request: answers with this object as the model's words, or plays a server in trouble. */
export type StubAnswer = object | { status: number } | 'not json' | 'silence';

export interface StubModel {
  url: string;
  /** The requests that came, as parsed bodies with their authorization. */
  requests: { authorization: string | undefined; body: { messages: { role: string; content: string }[] } }[];
  /** What the next requests get, one each; the last one stays. */
  answer(...answers: StubAnswer[]): void;
}

/** A stub of a service that speaks OpenAI's chat completions, on the loopback; no model is behind it. */
export async function startStubModel(): Promise<StubModel> {
  const requests: StubModel['requests'] = [];
  let answers: StubAnswer[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    requests.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
    const answer = answers.length > 1 ? answers.shift()! : answers[0];
    if (answer === undefined || answer === 'silence') return;
    const isStatus = typeof answer === 'object' && 'status' in answer;
    response.writeHead(isStatus ? (answer.status as number) : 200, { 'content-type': 'application/json' });
    if (isStatus) {
      response.end(JSON.stringify({ error: { message: `refused ${request.headers.authorization}` } }));
      return;
    }
    const content = answer === 'not json' ? 'Well, let me think.' : JSON.stringify(answer);
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
    answer(...next) {
      answers = next;
    },
  };
}
