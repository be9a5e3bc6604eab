import material from '../../../demo/koji/analysis/material/interviews.json' with { type: 'json' };
import { analyse, buildInterview, type GuideQuestion } from '../../../demo/koji/testing/index.ts';
import type { Row } from '../benchmark.ts';
import { spreadOf } from '../measure.ts';

const LENGTHS = [10, 20, 50, 100, 200, 400];
const ROUNDS = 9;

const SAID = material.interviews.flatMap(({ exchange }) => exchange);

const question = (at: number): GuideQuestion => ({
  id: `question_${at}`,
  text: SAID[at % SAID.length]!.ask,
  topic: SAID[at % SAID.length]!.topic,
  type: 'open_ended',
  probing: { maxFollowUps: 1, prompts: [] },
});

/** A transcript of so many messages, of all that the made-up respondents say: no sentence stands in it twice within 100 replies. */
const made = (messages: number) =>
  buildInterview(
    Array.from({ length: messages / 2 }, (_, at) => ({ question: question(at), message: SAID[at % SAID.length]!.say })),
  );

/** What the built-in analyst takes for an interview, by the length of its transcript. */
export function analysisByLength(): Row[] {
  const rows: Row[] = [];
  let before: { length: number; median: number } | undefined;
  for (const length of LENGTHS) {
    const finished = made(length);
    analyse(finished);
    const times = Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      analyse(finished);
      return performance.now() - began;
    });
    const { median } = spreadOf(times);
    const growth = before ? `, ${(median / before.median).toFixed(1)}× for ${length / before.length}× the length` : '';
    rows.push({ what: `analysis of ${length} messages`, figure: `${median.toFixed(1)} ms${growth}` });
    before = { length, median };
  }
  return rows;
}
