import { describe, expect, it } from 'vitest';
import { createModel } from '../../model/model.ts';
import { type StubResponse, startStubModel } from '../../model/testing/stub-model.ts';
import type { AnalysisStep } from '../analyst.ts';
import { analyse } from '../built-in-analyst.ts';
import { again, buildInterview, rating, trouble } from '../testing/interviews.ts';
import { createModelAnalyst } from './model-analyst.ts';

const KEY = 'sk-test-very-secret';
const LOST = 'The calendar lost two of our bookings last week, and nobody was told about it.';
const FINISHED = buildInterview([
  { question: trouble, say: LOST },
  { question: rating, say: 'Two points below the very best.' },
  { question: again, say: 'Yes', value: true },
]);
/** Places of the respondent's messages in the transcript. */
const place = (content: string) => FINISHED.turns.findIndex(turn => turn.content === content);
const idOf = (content: string) => FINISHED.turns[place(content)]!.message_id;

const found = (given: object = {}) => ({
  depth: 4,
  coverage: 5,
  engagement: 3,
  rationale: 'One concrete story, everything answered.',
  themes: [
    {
      name: 'Lost bookings',
      description: 'Bookings vanish unnoticed.',
      quotes: [{ message: place(LOST), text: 'lost two of our bookings' }],
    },
  ],
  insights: [
    { text: 'Tell people when a booking is lost.', quotes: [{ message: 0, text: 'nobody was told about it' }] },
  ],
  answers: [
    { question_id: 'rating', value: 8, confidence: 'medium' },
    { question_id: 'again', value: false, confidence: 'high' },
  ],
  ...given,
});

async function run(response: StubResponse, timeout = 3000) {
  const stub = await startStubModel();
  stub.respondWith(response);
  const lines: string[] = [];
  const steps: AnalysisStep[] = [];
  const analyst = createModelAnalyst({
    model: createModel({ url: stub.url, id: 'stub', key: KEY }),
    timeout,
    log: line => lines.push(line),
  });
  const analysis = await analyst.analyse(FINISHED, step => steps.push(step));
  return { analysis, lines, steps, stub };
}

const answerTo = (analysis: Awaited<ReturnType<typeof run>>['analysis'], id: string) =>
  analysis.structured_answers!.find(({ questionId }) => questionId === id);

describe('an analyst with a model (a stub of one)', () => {
  it('keeps what holds, with quotes that lead to their messages', async () => {
    const { analysis, lines, steps } = await run(found());
    expect(analysis.themes).toEqual([
      {
        name: 'Lost bookings',
        description: 'Bookings vanish unnoticed.',
        quotes: [{ message_id: idOf(LOST), text: 'lost two of our bookings' }],
      },
    ]);
    // Named by the wrong message, found in the right one.
    expect(analysis.insights[0]!.quotes).toEqual([{ message_id: idOf(LOST), text: 'nobody was told about it' }]);
    expect(analysis.quality).toEqual({
      depth: 4,
      coverage: 5,
      engagement: 3,
      rationale: 'One concrete story, everything answered.',
    });
    expect(analysis.quality_score).toBe(4);
    expect([lines, steps]).toEqual([[], ['quality', 'themes', 'answers']]);
  });

  it('reads values from words, and leaves those of controls alone', async () => {
    const { analysis } = await run(found());
    expect(answerTo(analysis, 'rating')).toMatchObject({ structuredValue: 8, confidence: 'medium' });
    expect(answerTo(analysis, 'again')).toMatchObject({ structuredValue: true, confidence: 'high' });
  });

  it('drops quotes that nobody said, themes without one, and names that are none', async () => {
    const quotes = [{ message: place(LOST), text: 'lost two of our bookings' }];
    const { analysis } = await run(
      found({
        themes: [
          { name: 'Made up', description: '', quotes: [{ message: 1, text: 'I love everything' }] },
          { name: 'The interviewer’s words', description: '', quotes: [{ message: 0, text: trouble.text }] },
          { name: 'Bookings', description: '', quotes },
          { name: 'A name that is much too long for a theme', description: '', quotes },
          { name: '予約の消失', description: '', quotes },
        ],
        insights: [{ text: 'Out of thin air.', quotes: [] }],
      }),
    );
    expect(analysis.themes.map(({ name }) => name)).toEqual(['予約の消失']);
    expect(analysis.insights).toEqual([]);
  });

  it('takes no value that does not fit its question', async () => {
    const { analysis } = await run(found({ answers: [{ question_id: 'rating', value: 80, confidence: 'high' }] }));
    expect(answerTo(analysis, 'rating')).toEqual(answerTo(analyse(FINISHED), 'rating'));
  });

  it.each<[string, StubResponse]>([
    ['scores beyond the scale', found({ depth: 11 })],
    ['answers with something else', { hello: 'there' }],
    ['answers with no JSON', 'not json'],
    ['refuses', { status: 401 }],
  ])('leaves it to the built-in analyst where the model %s, and says so without a secret', async (_, response) => {
    const { analysis, lines, steps } = await run(response);
    expect(analysis).toEqual(analyse(FINISHED));
    expect(steps).toEqual(['quality', 'themes', 'answers']);
    expect(lines).toEqual([expect.stringContaining(FINISHED.interview_id)]);
    expect(lines[0]).not.toContain(KEY);
    expect(lines[0]).not.toContain('booking');
  });

  it('leaves it to the built-in analyst where the model takes too long', async () => {
    expect((await run('silence', 100)).analysis).toEqual(analyse(FINISHED));
  });
});
