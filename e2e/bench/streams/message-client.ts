import { randomUUID } from 'node:crypto';

/** What it takes to send messages to one interview. */
export interface MessageEndpoint {
  url: string;
  headers: Record<string, string>;
}

/** Starts an interview and returns where to send its messages. */
export type StartInterview = () => Promise<MessageEndpoint>;

/** Starts interviews directly at Koji. */
export const startAtKoji =
  (origin: string): StartInterview =>
  async () => {
    const response = await post(`${origin}/api/v1/interviews/start`, {}, {});
    const { interview_id, session_token } = (await response.json()) as Record<string, string>;
    return {
      url: `${origin}/api/v1/interviews/${interview_id}/message`,
      headers: { authorization: 'Bearer key', 'x-session-token': session_token! },
    };
  };

/** Starts interviews through the proxy. */
export const startAtProxy =
  (origin: string): StartInterview =>
  async () => {
    const response = await post(`${origin}/koji/start`, {}, {});
    const { ticket } = (await response.json()) as Record<string, string>;
    return { url: `${origin}/koji/message`, headers: { 'x-koji-ticket': ticket! } };
  };

export type ReplyReader = ReadableStreamDefaultReader<Uint8Array>;

export async function sendMessage({ url, headers }: MessageEndpoint, content: string): Promise<ReplyReader> {
  const response = await post(url, headers, { content, client_message_id: randomUUID() });
  return response.body!.getReader();
}

export async function readToEnd(reply: ReplyReader): Promise<void> {
  while (!(await reply.read()).done);
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} responded with ${response.status}: ${await response.text()}`);
  return response;
}
