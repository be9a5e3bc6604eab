import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Interview } from '../../src/wire/koji-api.ts';
import { createBuiltInAnalyst } from './analysis/built-in-analyst.ts';
import { createClientWithNewKey, createTestClient, createTestKoji, type TestKoji } from './testing/test-koji.ts';
import { openReceiver, type Receiver } from './webhooks/testing/receiver.ts';

let testKoji: TestKoji;
let receiver: Receiver;
beforeAll(async () => {
  testKoji = await createTestKoji({ analyst: createBuiltInAnalyst() });
  await testKoji.koji.start();
  receiver = await openReceiver();
});
afterAll(async () => {
  await testKoji.close();
  await receiver.close();
});

it('S93: a headless interview: authentication, start, a structured question, completion and a webhook', async () => {
  const { koji } = testKoji;
  const { secret } = await koji.webhooks.add({ url: receiver.url, events: ['interview.analysis_ready'] });

  expect((await createTestClient(koji, null).call('POST', '/api/v1/interviews/start', { body: {} })).status).toBe(401);
  const client = await createClientWithNewKey(koji);
  const started = await client.start({ respondent: { external_id: 'u_1', metadata: { study: 'churn' } } });
  const { interview_id: id, session_token: token } = started;

  let { question } = started;
  while (question && question.type === 'open_ended') {
    const content = 'The export was too slow for our team, so we copied forty rows by hand every single week.';
    ({ question } = await client.message(id, token, { content }));
  }
  const answer = { question_id: question!.id, value: pickValue(question!) };
  await client.message(id, token, { content: 'My answer.', answer });
  expect((await client.complete(id, token, 'manual')).body.analysis_status).toBe('processing');

  const [request] = await receiver.waitForEvents(1);
  const event = new Webhook(secret).verify(request!.body, request!.headers) as { data: Interview };
  expect(event.data).toMatchObject({ interview_id: id, analysis_status: 'completed' });
  const { analysis } = await client.get(id);
  expect(analysis!.structured_answers).toContainEqual(
    expect.objectContaining({ questionId: question!.id, structuredValue: answer.value }),
  );
});

it('S93: the README names each of these', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').toLowerCase();
  const [, section] = readme.split('**a local koji**');
  for (const companion of ['authentication', 'start', 'structured questions', 'webhooks', 'headless']) {
    expect(section!.split('\n\n')[0]).toContain(companion);
  }
});

type Structured = NonNullable<Awaited<ReturnType<ReturnType<typeof createTestClient>['start']>>['question']>;

/** A value that fits the question. */
function pickValue({ type, config }: Structured) {
  if (type === 'scale') return config.max;
  if (type === 'yes_no') return true;
  if (type === 'single_choice') return config.options[0]!;
  return type === 'open_ended' ? null : config.options;
}
