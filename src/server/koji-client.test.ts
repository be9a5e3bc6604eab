import { describe, expect, it } from 'vitest';
import { createKojiClient } from './koji-client.ts';
import { createManualClock } from './testing/manual-clock.ts';

const SESSION = { apiKey: 'pk_live_key', interviewId: '17', sessionToken: 'st_live_token' };

/** Creates a client of a Koji that always gives this response; null never responds. */
function createClient(response: Response | null) {
  const clock = createManualClock();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { signal } = new Request(input, init);
    return response ?? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  return { clock, koji: createKojiClient({ kojiUrl: 'https://koji.test', fetch, clock, timeout: 30_000, retries: 0 }) };
}

describe('a failure of the Koji client', () => {
  it.each([
    [
      'a missing field',
      Response.json({ interview_id: '17', status: 'active', started_at: 'today', initial_message: 'Hello!' }),
      {
        kind: 'malformed',
        message:
          'Koji\'s response to start does not match the contract: session_token: Invalid key: Expected "session_token" but received undefined',
      },
    ],
    [
      'a page of HTML',
      new Response('<h1>Hello</h1>'),
      { kind: 'malformed', message: "Koji's response to start does not match the contract: it is not JSON." },
    ],
    [
      'a redirect',
      new Response(null, { status: 307, headers: { Location: 'https://elsewhere.example' } }),
      {
        kind: 'malformed',
        status: 307,
        message: 'Koji responded to start with status 307. Redirects are not followed; check the option kojiUrl.',
      },
    ],
    [
      'a refusal',
      Response.json({ error: 'forbidden', message: 'The key lacks a permission.' }, { status: 403 }),
      {
        kind: 'refused',
        status: 403,
        body: { error: 'forbidden', message: 'The key lacks a permission.' },
        message: 'Koji responded to start with status 403.',
      },
    ],
    [
      'a rate limit',
      Response.json({}, { status: 429, headers: { 'Retry-After': '20' } }),
      { kind: 'unavailable', status: 429, body: null, retryAfter: 20_000 },
    ],
  ])('says what is wrong after %s', async (_, response, expected) => {
    const { koji } = createClient(response);
    await expect(koji.startInterview('pk_live_key', {})).rejects.toMatchObject({ name: 'KojiFailure', ...expected });
  });

  it('says how long it waited for a response', async () => {
    const { clock, koji } = createClient(null);
    const failed = expect(koji.readInterview(SESSION)).rejects.toMatchObject({
      kind: 'unavailable',
      message: 'Koji did not respond to read within 30000 ms.',
    });
    await clock.advance(30_000);
    await failed;
  });

  it('says which content type a reply has', async () => {
    const { koji } = createClient(Response.json({}));
    await expect(koji.sendMessage(SESSION, { content: 'Hello' }, new AbortController().signal)).rejects.toMatchObject({
      kind: 'malformed',
      message:
        'Koji\'s response to message does not match the contract: expected Content-Type text/event-stream, got "application/json".',
    });
  });
});
