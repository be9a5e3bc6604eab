import { describe, expect, it } from 'vitest';
import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import { again, buildInterview, RICH, rating, start, trouble } from '../testing/interviews.ts';

const analyst = createBuiltInAnalyst();

describe('quality', () => {
  const rich = buildInterview([
    { question: start, say: RICH.start },
    { question: trouble, say: RICH.trouble },
    { question: rating, say: RICH.rating },
  ]);

  it('S2, S45, S67: scores every interview from 1 to 5 in steps of a tenth, in parts and with a rationale that names the figures', async () => {
    const { quality_score, quality } = await analyst.analyse(rich);
    for (const score of [quality_score, quality.depth, quality.coverage, quality.engagement]) {
      expect(score).toBeGreaterThanOrEqual(1);
      expect(score).toBeLessThanOrEqual(5);
      expect(score * 10).toBeCloseTo(Math.round(score * 10), 9);
    }
    expect(quality.rationale).toContain(`${quality_score.toFixed(1)} of 5`);
    expect(quality.rationale).toContain('3 of 3 questions answered');
  });

  it('S46: one-word answers to the same guide score lower in depth and as a whole', async () => {
    const terse = buildInterview([
      { question: start, say: 'online' },
      { question: trouble, say: 'export' },
      { question: rating, say: '8' },
    ]);
    const [long, short] = [await analyst.analyse(rich), await analyst.analyse(terse)];
    expect(short.quality.depth).toBeLessThan(long.quality.depth);
    expect(short.quality_score).toBeLessThan(long.quality_score);
  });

  it('S47: answering half of the topics scores lower in coverage and as a whole', async () => {
    const questions = [start, trouble, rating, again];
    const all = buildInterview(
      [
        { question: start, say: RICH.start },
        { question: trouble, say: RICH.trouble },
        { question: rating, say: RICH.rating },
        { question: again, say: 'Yes, for the reminders alone.' },
      ],
      { questions },
    );
    const half = buildInterview(
      [
        { question: start, say: RICH.start },
        { question: trouble, say: RICH.trouble },
        { question: rating, say: 'skip' },
        { question: again, say: "I don't want to answer" },
      ],
      { questions },
    );
    const [whole, part] = [await analyst.analyse(all), await analyst.analyse(half)];
    expect(part.quality.coverage).toBeLessThan(whole.quality.coverage);
    expect(part.quality_score).toBeLessThan(whole.quality_score);
  });

  it('S48: a disengaged respondent scores lower in engagement and as a whole', async () => {
    const bored = buildInterview([
      { question: start, say: 'dunno' },
      { question: trouble, say: 'whatever' },
      { question: rating, say: 'skip' },
    ]);
    const [keen, listless] = [await analyst.analyse(rich), await analyst.analyse(bored)];
    expect(listless.quality.engagement).toBeLessThan(keen.quality.engagement - 1);
    expect(listless.quality_score).toBeLessThan(keen.quality_score - 1);
  });

  it('S8: leaving early lowers coverage and not depth, and what was said is analysed', async () => {
    const questions = [start, trouble, rating, again];
    const left = buildInterview(
      [
        { question: start, say: RICH.start },
        { question: trouble, say: RICH.trouble },
        { question: rating, say: null },
      ],
      { questions, reason: 'respondent_left' },
    );
    const stayed = buildInterview(
      [
        { question: start, say: RICH.start },
        { question: trouble, say: RICH.trouble },
      ],
      { questions: [start, trouble] },
    );
    const [early, full] = [await analyst.analyse(left), await analyst.analyse(stayed)];
    expect(early.quality.coverage).toBeLessThan(full.quality.coverage);
    expect(early.quality.depth).toBe(full.quality.depth);
    expect(
      new Set([...early.themes, ...early.insights].flatMap(({ quotes }) => quotes).map(({ message_id }) => message_id)),
    ).toEqual(new Set(['say-0', 'say-1']));
  });

  it('is not taken in by long texts that answer nothing', async () => {
    const pasted = await analyst.analyse(
      buildInterview([
        {
          question: start,
          say: 'The Battle of Hastings was fought on 14 October 1066 between the army of William, the Duke of Normandy, and an English army under King Harold Godwinson, beginning the Norman Conquest of England.',
        },
        {
          question: trouble,
          say: 'Photosynthesis is a system of biological processes by which most plants, algae and cyanobacteria convert sunlight into the chemical energy necessary to fuel their metabolism.',
        },
        { question: rating, say: '8' },
      ]),
    );
    const terse = await analyst.analyse(
      buildInterview([
        { question: start, say: 'by invite' },
        { question: trouble, say: 'export' },
        { question: rating, say: '8' },
      ]),
    );
    expect(pasted.quality_score).toBeLessThan(terse.quality_score);
    expect(pasted.quality.rationale).toContain('2 replies that read like a text from elsewhere');
    expect(pasted.themes).toEqual([]);
  });

  it('takes an account for one that has no "I" in it, as long as it is to the point', async () => {
    const { quality } = await analyst.analyse(
      buildInterview([
        {
          question: start,
          say: 'The old planner lost two bookings in one week in March, so the whole team moved over within a month.',
        },
        {
          question: trouble,
          say: 'The export takes an hour a month: forty rows are copied by hand into the sheet of the accountant.',
        },
        { question: rating, say: 'Eight, since the reminders bring nine in ten guests in.' },
      ]),
    );
    expect(quality.depth).toBeGreaterThan(3.5);
    expect(quality.rationale).not.toContain('elsewhere');
  });

  it('abuse is a refusal', async () => {
    const { quality_score, quality } = await analyst.analyse(
      buildInterview([
        { question: start, say: 'why should I tell you' },
        { question: trouble, say: 'fuck off' },
        { question: rating, say: "you're a stupid bot" },
      ]),
    );
    expect(quality.rationale).toContain('3 questions declined');
    expect(quality_score).toBeLessThan(1.5);
  });

  it('real words in no order are noise', async () => {
    const salad = await analyst.analyse(
      buildInterview([
        { question: start, say: 'table green seven running the of onto window' },
        { question: trouble, say: 'purple is the with from an under spoon walking' },
        { question: rating, say: '8' },
      ]),
    );
    expect(salad.quality.rationale).toContain('2 replies without meaning');
    expect(salad.quality_score).toBeLessThan(2.5);
  });

  it('gives a pasted answer and the question copied back less than an answer', async () => {
    const pasted = buildInterview([
      { question: start, say: RICH.start },
      { question: trouble, say: RICH.start },
      { question: rating, say: 'How likely are you to recommend it?' },
    ]);
    const [honest, copied] = [await analyst.analyse(rich), await analyst.analyse(pasted)];
    expect(copied.quality_score).toBeLessThan(honest.quality_score);
    expect(copied.quality.rationale).toContain('copied');
  });
});
