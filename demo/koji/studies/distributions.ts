import type { AnswerValue, ScaleConfig } from '../../../src/interview/questions.ts';
import type { StructuredGuideQuestion } from '../guides/guide.ts';

/** How many analysed interviews have a value as the answer to a question. */
export interface ValueCount {
  questionId: string;
  /** Null if the answer was not clear. */
  value: AnswerValue;
  count: number;
}

/** An option and how many respondents chose it. */
export interface OptionCount {
  option: string;
  count: number;
  /** Whether it is in a respondent's own words instead of an offered option. */
  isOwn: boolean;
}

/** The distribution of the clear answers to a question. */
export type Distribution =
  | {
      type: 'scale';
      config: ScaleConfig;
      /** Every step from `min` to `max`, also those without answers. */
      steps: { value: number; count: number }[];
      mean: number;
      median: number;
    }
  | { type: 'single_choice' | 'multiple_choice'; options: OptionCount[] }
  | {
      type: 'ranking';
      /** The best mean rank first. 1 is the first rank. */
      meanRanks: { option: string; mean: number }[];
    }
  | { type: 'yes_no'; yes: number; no: number };

/** A structured question and its answers. */
export interface QuestionSummary {
  id: string;
  text: string;
  /** Number of analysed interviews with this question. */
  asked: number;
  /** Number of those with a clear answer, which the distribution counts. */
  answered: number;
  distribution: Distribution;
}

/** Summarizes the answers to a question. `valueCounts` may contain other questions too. */
export function summarizeQuestion(question: StructuredGuideQuestion, valueCounts: ValueCount[]): QuestionSummary {
  const asked = valueCounts.filter(({ questionId }) => questionId === question.id);
  const clear = asked.filter(({ value }) => value !== null);
  return {
    id: question.id,
    text: question.text,
    asked: sumCounts(asked),
    answered: sumCounts(clear),
    distribution: computeDistribution(question, clear),
  };
}

function computeDistribution(question: StructuredGuideQuestion, valueCounts: ValueCount[]): Distribution {
  switch (question.type) {
    case 'yes_no': {
      const count = (value: boolean) => sumCounts(valueCounts.filter(entry => entry.value === value));
      return { type: question.type, yes: count(true), no: count(false) };
    }
    case 'scale':
      return computeScale(question.config, valueCounts);
    case 'single_choice':
    case 'multiple_choice':
      return { type: question.type, options: countOptions(question.config.options, valueCounts) };
    case 'ranking':
      return { type: question.type, meanRanks: computeMeanRanks(question.config.options, valueCounts) };
  }
}

function computeScale(config: ScaleConfig, valueCounts: ValueCount[]): Distribution {
  const steps = Array.from({ length: config.max - config.min + 1 }, (_, i) => ({ value: config.min + i, count: 0 }));
  for (const { value, count } of valueCounts) {
    const step = steps[Number(value) - config.min];
    if (step) step.count += count;
  }
  const total = sumCounts(steps);
  const sum = steps.reduce((partial, { value, count }) => partial + value * count, 0);
  return {
    type: 'scale',
    config,
    steps,
    mean: total ? sum / total : 0,
    median: total ? computeMedian(steps, total) : 0,
  };
}

/** The middle value, or the mean of the two middle ones. `steps` must be in ascending order. */
function computeMedian(steps: { value: number; count: number }[], total: number): number {
  const valueAt = (index: number) => {
    let end = 0;
    for (const { value, count } of steps) {
      end += count;
      if (end > index) return value;
    }
    return 0;
  };
  return (valueAt(Math.floor((total - 1) / 2)) + valueAt(Math.floor(total / 2))) / 2;
}

/** The most frequent option first, unchosen ones included; own words come last. */
function countOptions(offered: string[], valueCounts: ValueCount[]): OptionCount[] {
  const counts = new Map(offered.map(option => [option, 0]));
  for (const { value, count } of valueCounts) {
    for (const option of toList(value)) counts.set(option, (counts.get(option) ?? 0) + count);
  }
  return [...counts]
    .map(([option, count]) => ({ option, count, isOwn: !offered.includes(option) }))
    .sort((a, b) => Number(a.isOwn) - Number(b.isOwn) || b.count - a.count);
}

/**
 * Counts only rankings of exactly these options, because ranks among other options are not
 * comparable.
 */
function computeMeanRanks(options: string[], valueCounts: ValueCount[]): { option: string; mean: number }[] {
  const sums = new Map(options.map(option => [option, 0]));
  let total = 0;
  for (const { value, count } of valueCounts) {
    const ranked = toList(value);
    if (ranked.length !== options.length || !options.every(option => ranked.includes(option))) continue;
    total += count;
    for (const [i, option] of ranked.entries()) sums.set(option, (sums.get(option) ?? 0) + (i + 1) * count);
  }
  return total === 0
    ? []
    : [...sums].map(([option, sum]) => ({ option, mean: sum / total })).sort((a, b) => a.mean - b.mean);
}

const toList = (value: AnswerValue): string[] => (Array.isArray(value) ? value : [String(value)]);

const sumCounts = (entries: { count: number }[]): number => entries.reduce((sum, { count }) => sum + count, 0);
