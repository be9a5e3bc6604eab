import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../../src/wire/analysis.ts';
import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import { again, buildInterview, rating, start, trouble } from '../testing/interviews.ts';

const analyst = createBuiltInAnalyst();

const everyQuote = ({ themes, insights }: Analysis) => [...themes, ...insights].flatMap(({ quotes }) => quotes);

describe('themes and insights', () => {
  it('S49: every quote stands word for word in the message it names, whatever was said', async () => {
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
        async replies => {
          const given = buildInterview(replies.map(words => ({ question: start, say: words.join(' ') })));
          const content = new Map(given.turns.map(turn => [turn.message_id, turn.content]));
          for (const { message_id, text } of everyQuote(await analyst.analyse(given))) {
            expect(text.trim()).not.toBe('');
            expect(content.get(message_id)).toContain(text);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('S49, S66: groups what belongs together and names it in two to five words', async () => {
    const { themes } = await analyst.analyse(
      buildInterview([
        { question: start, say: 'The price rose by a third. For that money we could hire somebody.' },
        { question: start, say: 'Their support answers after four days, and the agent only sends links.', followUp: 1 },
        { question: trouble, say: 'I would call support less if the export worked. Each export breaks the dates.' },
        { question: trouble, say: 'The renewal cost us two seats, it is too expensive now.', followUp: 1 },
        { question: again, say: 'No. The export alone is a reason, I format every exported file by hand.' },
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

  it('finds nothing where nothing was said', async () => {
    for (const say of ['ok', 'asdf jkl', '...']) {
      const { themes, insights } = await analyst.analyse(buildInterview([{ question: start, say }]));
      expect([themes, insights]).toEqual([[], []]);
    }
    const { themes, quality_score } = await analyst.analyse(buildInterview([{ question: start, say: null }]));
    expect([themes, quality_score]).toEqual([[], 1]);
  });

  it('ties a rating to the reason given with it, and tells where the two disagree', async () => {
    const low = await analyst.analyse(
      buildInterview([
        { question: rating, say: '3', value: 3 },
        { question: rating, say: 'Because the hotline kept me waiting for forty minutes.', followUp: 1 },
      ]),
    );
    expect(low.insights[0]!.text).toContain('3 on a scale of 0 to 10');
    expect(low.insights[0]!.quotes[0]!.message_id).toBe('say-1');
    const odd = await analyst.analyse(
      buildInterview([
        { question: rating, say: '9', value: 9 },
        { question: rating, say: 'It crashed four times and I lost a whole day of work.', followUp: 1 },
      ]),
    );
    expect(odd.insights[0]!.text).toMatch(/and yet/);
  });
});
