import material from '../../../demo/koji/analysis/material/interviews.json' with { type: 'json' };
import { analyse, buildInterview, type GuideQuestion } from '../../../demo/koji/testing/index.ts';
import type { MetricRow } from '../support/benchmark.ts';
import { summarize } from '../support/statistics.ts';

const MESSAGE_COUNTS = [10, 20, 50, 100, 200, 400];
const ROUNDS = 9;

const EXCHANGES = material.interviews.flatMap(({ exchange }) => exchange);
const exchangeAt = (index: number) => EXCHANGES[index % EXCHANGES.length]!;

/** Measures the built-in analyst by the number of messages in the transcript. */
export function measureAnalysisTime(): MetricRow[] {
  const medians = MESSAGE_COUNTS.map(measureMedian);
  return MESSAGE_COUNTS.map((messages, index) => {
    const growth =
      index === 0
        ? ''
        : `, ${(medians[index]! / medians[index - 1]!).toFixed(1)}× for ${messages / MESSAGE_COUNTS[index - 1]!}× the length`;
    return { metric: `analysis of ${messages} messages`, value: `${medians[index]!.toFixed(1)} ms${growth}` };
  });
}

function measureMedian(messages: number): number {
  const interview = createInterview(messages);
  // Warms up.
  analyse(interview);
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    analyse(interview);
    return performance.now() - startedAt;
  });
  return summarize(times).median;
}

/**
 * Builds an interview from the exchanges of the invented respondents. No sentence occurs twice
 * within 100 replies.
 */
const createInterview = (messages: number) =>
  buildInterview(
    Array.from({ length: messages / 2 }, (_, index) => ({
      question: createQuestion(index),
      message: exchangeAt(index).say,
    })),
  );

const createQuestion = (index: number): GuideQuestion => ({
  id: `question_${index}`,
  text: exchangeAt(index).ask,
  topic: exchangeAt(index).topic,
  type: 'open_ended',
  probing: { maxFollowUps: 1, prompts: [] },
});
