import { describe, expect, it } from 'vitest';
import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import {
  buildInterview,
  buyAgainQuestion,
  RICH_ANSWERS,
  ratingQuestion,
  startQuestion,
  troubleQuestion,
} from '../testing/interviews.ts';

const analyst = createBuiltInAnalyst();

describe('the quality score', () => {
  const rich = buildInterview([
    { question: startQuestion, message: RICH_ANSWERS.start },
    { question: troubleQuestion, message: RICH_ANSWERS.trouble },
    { question: ratingQuestion, message: RICH_ANSWERS.rating },
  ]);

  it('S2, S45, S67: is 1 to 5 with one decimal, in parts, and has a rationale that names the figures', async () => {
    const { quality_score, quality } = await analyst.analyse(rich);
    for (const score of [quality_score, quality.depth, quality.coverage, quality.engagement]) {
      expect(score).toBeGreaterThanOrEqual(1);
      expect(score).toBeLessThanOrEqual(5);
      expect(score * 10).toBeCloseTo(Math.round(score * 10), 9);
    }
    expect(quality.rationale).toContain(`${quality_score.toFixed(1)} of 5`);
    expect(quality.rationale).toContain('3 of 3 questions answered');
  });

  it('S46: is lower for one-word answers to the same guide, in depth and as a whole', async () => {
    const terse = buildInterview([
      { question: startQuestion, message: 'online' },
      { question: troubleQuestion, message: 'export' },
      { question: ratingQuestion, message: '8' },
    ]);
    const [long, short] = [await analyst.analyse(rich), await analyst.analyse(terse)];
    expect(short.quality.depth).toBeLessThan(long.quality.depth);
    expect(short.quality_score).toBeLessThan(long.quality_score);
  });

  it('S47: is lower for answers to half of the topics, in coverage and as a whole', async () => {
    const questions = [startQuestion, troubleQuestion, ratingQuestion, buyAgainQuestion];
    const all = buildInterview(
      [
        { question: startQuestion, message: RICH_ANSWERS.start },
        { question: troubleQuestion, message: RICH_ANSWERS.trouble },
        { question: ratingQuestion, message: RICH_ANSWERS.rating },
        { question: buyAgainQuestion, message: 'Yes, for the reminders alone.' },
      ],
      { questions },
    );
    const half = buildInterview(
      [
        { question: startQuestion, message: RICH_ANSWERS.start },
        { question: troubleQuestion, message: RICH_ANSWERS.trouble },
        { question: ratingQuestion, message: 'skip' },
        { question: buyAgainQuestion, message: "I don't want to answer" },
      ],
      { questions },
    );
    const [whole, part] = [await analyst.analyse(all), await analyst.analyse(half)];
    expect(part.quality.coverage).toBeLessThan(whole.quality.coverage);
    expect(part.quality_score).toBeLessThan(whole.quality_score);
  });

  it('S48: is lower for a disengaged respondent, in engagement and as a whole', async () => {
    const bored = buildInterview([
      { question: startQuestion, message: 'dunno' },
      { question: troubleQuestion, message: 'whatever' },
      { question: ratingQuestion, message: 'skip' },
    ]);
    const [keen, listless] = [await analyst.analyse(rich), await analyst.analyse(bored)];
    expect(listless.quality.engagement).toBeLessThan(keen.quality.engagement - 1);
    expect(listless.quality_score).toBeLessThan(keen.quality_score - 1);
  });

  it('S8: after an early leave is lower in coverage but not in depth, and the messages are analysed', async () => {
    const questions = [startQuestion, troubleQuestion, ratingQuestion, buyAgainQuestion];
    const left = buildInterview(
      [
        { question: startQuestion, message: RICH_ANSWERS.start },
        { question: troubleQuestion, message: RICH_ANSWERS.trouble },
        { question: ratingQuestion, message: null },
      ],
      { questions, reason: 'respondent_left' },
    );
    const stayed = buildInterview(
      [
        { question: startQuestion, message: RICH_ANSWERS.start },
        { question: troubleQuestion, message: RICH_ANSWERS.trouble },
      ],
      { questions: [startQuestion, troubleQuestion] },
    );
    const [early, full] = [await analyst.analyse(left), await analyst.analyse(stayed)];
    expect(early.quality.coverage).toBeLessThan(full.quality.coverage);
    expect(early.quality.depth).toBe(full.quality.depth);
    expect(
      new Set([...early.themes, ...early.insights].flatMap(({ quotes }) => quotes).map(({ message_id }) => message_id)),
    ).toEqual(new Set(['say-0', 'say-1']));
  });

  it('is low for long texts that answer nothing', async () => {
    const pasted = await analyst.analyse(
      buildInterview([
        {
          question: startQuestion,
          message:
            'The Battle of Hastings was fought on 14 October 1066 between the army of William, the Duke of Normandy, and an English army under King Harold Godwinson, beginning the Norman Conquest of England.',
        },
        {
          question: troubleQuestion,
          message:
            'Photosynthesis is a system of biological processes by which most plants, algae and cyanobacteria convert sunlight into the chemical energy necessary to fuel their metabolism.',
        },
        { question: ratingQuestion, message: '8' },
      ]),
    );
    const terse = await analyst.analyse(
      buildInterview([
        { question: startQuestion, message: 'by invite' },
        { question: troubleQuestion, message: 'export' },
        { question: ratingQuestion, message: '8' },
      ]),
    );
    expect(pasted.quality_score).toBeLessThan(terse.quality_score);
    expect(pasted.quality.rationale).toContain('2 replies that read like a text from elsewhere');
    expect(pasted.themes).toEqual([]);
  });

  it('is not lower for an answer without "I" that is on topic', async () => {
    const { quality } = await analyst.analyse(
      buildInterview([
        {
          question: startQuestion,
          message:
            'The old planner lost two bookings in one week in March, so the whole team moved over within a month.',
        },
        {
          question: troubleQuestion,
          message: 'The export takes an hour a month: forty rows are copied by hand into the sheet of the accountant.',
        },
        { question: ratingQuestion, message: 'Eight, since the reminders bring nine in ten guests in.' },
      ]),
    );
    expect(quality.depth).toBeGreaterThan(3.5);
    expect(quality.rationale).not.toContain('elsewhere');
  });

  it('counts abuse as a refusal', async () => {
    const { quality_score, quality } = await analyst.analyse(
      buildInterview([
        { question: startQuestion, message: 'why should I tell you' },
        { question: troubleQuestion, message: 'fuck off' },
        { question: ratingQuestion, message: "you're a stupid bot" },
      ]),
    );
    expect(quality.rationale).toContain('3 questions declined');
    expect(quality_score).toBeLessThan(1.5);
  });

  it('counts real words in random order as gibberish', async () => {
    const salad = await analyst.analyse(
      buildInterview([
        { question: startQuestion, message: 'table green seven running the of onto window' },
        { question: troubleQuestion, message: 'purple is the with from an under spoon walking' },
        { question: ratingQuestion, message: '8' },
      ]),
    );
    expect(salad.quality.rationale).toContain('2 replies without meaning');
    expect(salad.quality_score).toBeLessThan(2.5);
  });

  it('is lower for a repeated answer and a copied question', async () => {
    const pasted = buildInterview([
      { question: startQuestion, message: RICH_ANSWERS.start },
      { question: troubleQuestion, message: RICH_ANSWERS.start },
      { question: ratingQuestion, message: 'How likely are you to recommend it?' },
    ]);
    const [honest, copied] = [await analyst.analyse(rich), await analyst.analyse(pasted)];
    expect(copied.quality_score).toBeLessThan(honest.quality_score);
    expect(copied.quality.rationale).toContain('copied');
  });
});
