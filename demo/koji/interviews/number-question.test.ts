import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Question } from '../../../src/interview/questions.ts';
import { loadGuides } from '../guides/load-guides.ts';
import { createClientWithNewKey, createTestKoji, type TestClient, type TestKoji } from '../testing/test-koji.ts';

let testKoji: TestKoji;
let client: TestClient;
beforeAll(async () => {
  testKoji = await createTestKoji();
  client = await createClientWithNewKey(testKoji.koji);
});
afterAll(() => testKoji.close());

const GUIDE = loadGuides().find(({ id, locale }) => id === 'churn' && locale === 'en')!;

const placeOf = (question: Question | null) => question && [question.number, question.of];

it('each question says which of the guide’s it is; a follow-up and a repetition keep the number', async () => {
  const { interview_id: id, session_token: token, question: first } = await client.start();
  expect(placeOf(first)).toEqual([1, GUIDE.questions.length]);

  const seen: Question[] = [first!];
  let question: Question | null = first;
  for (let count = 0; question && count < 60; count++) {
    ({ question } = await client.message(id, token, { content: 'too slow' }));
    if (question) seen.push(question);
  }
  expect(seen.some(({ id }) => id.includes('_followup_'))).toBe(true);
  for (const { id: questionId, number, of } of seen) {
    const index = GUIDE.questions.findIndex(
      ({ id: own }) => questionId === own || questionId.startsWith(`${own}_followup_`),
    );
    expect([questionId, number, of]).toEqual([questionId, index + 1, GUIDE.questions.length]);
  }
  const { transcript } = await client.get(id);
  expect(transcript.flatMap(turn => (turn.question ? [placeOf(turn.question)] : []))).toEqual(seen.map(placeOf));
});
