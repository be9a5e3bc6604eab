import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../../src/wire/analysis.ts';
import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import {
  buildInterview,
  buyAgainQuestion,
  ratingQuestion,
  startQuestion,
  troubleQuestion,
} from '../testing/interviews.ts';

const analyst = createBuiltInAnalyst();

const listQuotes = ({ themes, insights }: Analysis) => [...themes, ...insights].flatMap(({ quotes }) => quotes);

describe('themes and insights', () => {
  it('S49: quote the named message word for word, with any messages', async () => {
    const word = fc.constantFrom(
      'the price',
      'support —',
      'because\n',
      ' slow  export',
      '“fine”',
      'e.g. Slack',
      '8/10',
      '…',
      'it’s',
      'naïve',
      '😀',
      'Wir',
      'never!',
      'a b',
      '\t',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(word, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 }),
        async messages => {
          const interview = buildInterview(
            messages.map(words => ({ question: startQuestion, message: words.join(' ') })),
          );
          const content = new Map(interview.turns.map(turn => [turn.message_id, turn.content]));
          for (const { message_id, text } of listQuotes(await analyst.analyse(interview))) {
            expect(text.trim()).not.toBe('');
            expect(content.get(message_id)).toContain(text);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('S49, S66: group sentences on one subject under a name of two to five words', async () => {
    const { themes } = await analyst.analyse(
      buildInterview([
        { question: startQuestion, message: 'The price rose by a third. For that money we could hire somebody.' },
        {
          question: startQuestion,
          message: 'Their support answers after four days, and the agent only sends links.',
          followUp: 1,
        },
        {
          question: troubleQuestion,
          message: 'I would call support less if the export worked. Each export breaks the dates.',
        },
        { question: troubleQuestion, message: 'The renewal cost us two seats, it is too expensive now.', followUp: 1 },
        {
          question: buyAgainQuestion,
          message: 'No. The export alone is a reason, I format every exported file by hand.',
        },
      ]),
    );
    expect(themes.length).toBeGreaterThanOrEqual(3);
    expect(themes.length).toBeLessThanOrEqual(7);
    for (const { name, description } of themes) {
      expect(name.split(/\s+/).length).toBeGreaterThanOrEqual(2);
      expect(name.split(/\s+/).length).toBeLessThanOrEqual(5);
      expect(description).toMatch(/\.$/);
    }
    const price = themes.find(
      ({ quotes }) =>
        quotes.some(({ message_id }) => message_id === 'say-0') &&
        quotes.some(({ message_id }) => message_id === 'say-3'),
    );
    expect(price?.name).toMatch(/price|cost|renewal|money/i);
  });

  it('are empty for messages without information', async () => {
    for (const message of ['ok', 'asdf jkl', '...']) {
      const { themes, insights } = await analyst.analyse(buildInterview([{ question: startQuestion, message }]));
      expect([themes, insights]).toEqual([[], []]);
    }
    const { themes, quality_score } = await analyst.analyse(
      buildInterview([{ question: startQuestion, message: null }]),
    );
    expect([themes, quality_score]).toEqual([[], 1]);
  });

  it('connect a rating with its reason, and report a contradiction between them', async () => {
    const low = await analyst.analyse(
      buildInterview([
        { question: ratingQuestion, message: '3', value: 3 },
        { question: ratingQuestion, message: 'Because the hotline kept me waiting for forty minutes.', followUp: 1 },
      ]),
    );
    expect(low.insights[0]!.text).toContain('3 on a scale of 0 to 10');
    expect(low.insights[0]!.quotes[0]!.message_id).toBe('say-1');
    const contradictory = await analyst.analyse(
      buildInterview([
        { question: ratingQuestion, message: '9', value: 9 },
        { question: ratingQuestion, message: 'It crashed four times and I lost a whole day of work.', followUp: 1 },
      ]),
    );
    expect(contradictory.insights[0]!.text).toMatch(/and yet/);
  });
});
