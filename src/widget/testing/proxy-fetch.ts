import type { ScriptedProxy } from '../../model/testing/scripted-proxy.ts';
import { InterviewError } from '../../wire/interview-error.ts';

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

/**
 * A `fetch` that calls a scripted proxy. Errors have status 403, which the client does not repeat,
 * so that no test waits.
 */
export const createProxyFetch =
  (proxy: ScriptedProxy): typeof fetch =>
  async (input, init) => {
    const request = new Request(input as Request, init);
    const route = new URL(request.url).pathname.split('/').at(-1)!;
    const sent = JSON.parse(await request.text());
    const ticket = request.headers.get('x-koji-ticket') ?? sent.ticket ?? '';
    try {
      if (route === 'message') return await proxy.message(ticket, sent, request.signal, () => {});
      if (route === 'heartbeat') {
        await proxy.heartbeat(ticket, sent);
        return new Response(null, { status: 204 });
      }
      if (route === 'start') return json(await proxy.start(sent), 201);
      if (route === 'resume') return json(await proxy.resume(ticket, sent));
      return json(await proxy.complete(ticket, sent));
    } catch (error) {
      if (!(error instanceof InterviewError)) throw error;
      const { code, message } = error.failure;
      if (code === 'unreachable') throw new Error(message);
      return json({ error: code, message }, 403);
    }
  };
