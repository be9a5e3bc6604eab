import { describe, expect, it } from 'vitest';
import { createModel } from '../../model/model.ts';
import { type StubResponse, startStubModel } from '../../model/testing/stub-model.ts';
import type { AnalysisStep } from '../analyst.ts';
import { analyse } from '../built-in-analyst.ts';
import { buildInterview, buyAgainQuestion, ratingQuestion, troubleQuestion } from '../testing/interviews.ts';
import { createModelAnalyst } from './model-analyst.ts';

const KEY = 'sk-test-very-secret';
const LOST = 'The calendar lost two of our bookings last week, and nobody was told about it.';
const FINISHED = buildInterview([
  { question: troubleQuestion, message: LOST },
  { question: ratingQuestion, message: 'Two points below the very best.' },
  { question: buyAgainQuestion, message: 'Yes', value: true },
]);
/** The index of a message in the transcript. */
const indexOf = (content: string) => FINISHED.turns.findIndex(turn => turn.content === content);
const messageIdOf = (content: string) => FINISHED.turns[indexOf(content)]!.message_id;

const findings = (fields: object = {}) => ({
  depth: 4,
  coverage: 5,
  engagement: 3,
  rationale: 'One concrete story, everything answered.',
  themes: [
    {
      name: 'Lost bookings',
      description: 'Bookings vanish unnoticed.',
      quotes: [{ message: indexOf(LOST), text: 'lost two of our bookings' }],
    },
  ],
  insights: [
    { text: 'Tell people when a booking is lost.', quotes: [{ message: 0, text: 'nobody was told about it' }] },
  ],
  answers: [
    { question_id: 'rating', value: 8, confidence: 'medium' },
    { question_id: 'again', value: false, confidence: 'high' },
  ],
  ...fields,
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

describe('the model analyst, with a stub model', () => {
  it('keeps verified findings, with quotes that name their messages', async () => {
    const { analysis, lines, steps } = await run(findings());
    expect(analysis.themes).toEqual([
      {
        name: 'Lost bookings',
        description: 'Bookings vanish unnoticed.',
        quotes: [{ message_id: messageIdOf(LOST), text: 'lost two of our bookings' }],
      },
    ]);
    // The model names the wrong message; the quote is found in the right one.
    expect(analysis.insights[0]!.quotes).toEqual([{ message_id: messageIdOf(LOST), text: 'nobody was told about it' }]);
    expect(analysis.quality).toEqual({
      depth: 4,
      coverage: 5,
      engagement: 3,
      rationale: 'One concrete story, everything answered.',
    });
    expect(analysis.quality_score).toBe(4);
    expect([lines, steps]).toEqual([[], ['quality', 'themes', 'answers']]);
  });

  it('takes values read from words, and keeps those of controls', async () => {
    const { analysis } = await run(findings());
    expect(answerTo(analysis, 'rating')).toMatchObject({ structuredValue: 8, confidence: 'medium' });
    expect(answerTo(analysis, 'again')).toMatchObject({ structuredValue: true, confidence: 'high' });
  });

  it('drops quotes the respondent did not say, themes without a quote, and unsuitable names', async () => {
    const quotes = [{ message: indexOf(LOST), text: 'lost two of our bookings' }];
    const { analysis } = await run(
      findings({
        themes: [
          { name: 'Made up', description: '', quotes: [{ message: 1, text: 'I love everything' }] },
          { name: 'The interviewer’s words', description: '', quotes: [{ message: 0, text: troubleQuestion.text }] },
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

  it('ignores a value that does not fit its question', async () => {
    const { analysis } = await run(findings({ answers: [{ question_id: 'rating', value: 80, confidence: 'high' }] }));
    expect(answerTo(analysis, 'rating')).toEqual(answerTo(analyse(FINISHED), 'rating'));
  });

  it.each<[string, StubResponse]>([
    ['gives a score outside the scale', findings({ depth: 11 })],
    ['responds with another object', { hello: 'there' }],
    ['responds without JSON', 'not json'],
    ['responds with 401', { status: 401 }],
  ])('returns the built-in analysis if the model %s, and logs that without secrets', async (_, response) => {
    const { analysis, lines, steps } = await run(response);
    expect(analysis).toEqual(analyse(FINISHED));
    expect(steps).toEqual(['quality', 'themes', 'answers']);
    expect(lines).toEqual([expect.stringContaining(FINISHED.interview_id)]);
    expect(lines[0]).not.toContain(KEY);
    expect(lines[0]).not.toContain('booking');
  });

  it('returns the built-in analysis if the model is late', async () => {
    expect((await run('silence', 100)).analysis).toEqual(analyse(FINISHED));
  });
});
