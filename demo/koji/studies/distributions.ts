import type { AnswerValue, ScaleConfig } from '../../../src/interview/questions.ts';
import type { StructuredGuideQuestion } from '../guides/guide.ts';

/** How often one value was the answer to one question. */
export interface ValueCount {
  questionId: string;
  /** Null where there was no clear answer. */
  value: AnswerValue;
  count: number;
}

/** An option and how many chose it. */
export interface OptionCount {
  option: string;
  count: number;
  /** Whether it is a respondent's own, and none that was offered. */
  isOwn: boolean;
}

/** How the clear answers to a question are spread. */
export type Distribution =
  | {
      type: 'scale';
      config: ScaleConfig;
      /** Every step from `min` to `max`, those nobody gave as well. */
      steps: { value: number; count: number }[];
      mean: number;
      median: number;
    }
  | { type: 'single_choice' | 'multiple_choice'; options: OptionCount[] }
  | {
      type: 'ranking';
      /** The best place first. 1 is the first place. */
      places: { option: string; mean: number }[];
    }
  | { type: 'yes_no'; yes: number; no: number };

/** What was asked for a value of its own, and what came. */
export interface QuestionSummary {
  id: string;
  text: string;
  /** Analysed interviews in which it was asked. */
  asked: number;
  /** Those with a clear answer: what the distribution counts. */
  answered: number;
  distribution: Distribution;
}

/** How all answers to a question are spread, from how often each value was given. */
export function summarizeQuestion(question: StructuredGuideQuestion, tallies: ValueCount[]): QuestionSummary {
  const own = tallies.filter(({ questionId }) => questionId === question.id);
  const clear = own.filter(({ value }) => value !== null);
  return {
    id: question.id,
    text: question.text,
    asked: total(own),
    answered: total(clear),
    distribution: distribution(question, clear),
  };
}

function distribution(question: StructuredGuideQuestion, tallies: ValueCount[]): Distribution {
  switch (question.type) {
    case 'yes_no': {
      const of = (value: boolean) => total(tallies.filter(tally => tally.value === value));
      return { type: question.type, yes: of(true), no: of(false) };
    }
    case 'scale':
      return scale(question.config, tallies);
    case 'single_choice':
    case 'multiple_choice':
      return { type: question.type, options: optionCounts(question.config.options, tallies) };
    case 'ranking':
      return { type: question.type, places: meanPlaces(question.config.options, tallies) };
  }
}

function scale(config: ScaleConfig, tallies: ValueCount[]): Distribution {
  const steps = Array.from({ length: config.max - config.min + 1 }, (_, at) => ({ value: config.min + at, count: 0 }));
  for (const { value, count } of tallies) {
    const step = steps[Number(value) - config.min];
    if (step) step.count += count;
  }
  const all = total(steps);
  const sum = steps.reduce((before, { value, count }) => before + value * count, 0);
  return { type: 'scale', config, steps, mean: all ? sum / all : 0, median: all ? medianOf(steps, all) : 0 };
}

/** The middle value, or the mean of the two in the middle. `steps` rise. */
function medianOf(steps: { value: number; count: number }[], all: number): number {
  const valueAt = (place: number) => {
    let before = 0;
    for (const { value, count } of steps) {
      before += count;
      if (before > place) return value;
    }
    return 0;
  };
  return (valueAt(Math.floor((all - 1) / 2)) + valueAt(Math.floor(all / 2))) / 2;
}

/** The most chosen first; those offered and never chosen are there with 0. */
function optionCounts(offered: string[], tallies: ValueCount[]): OptionCount[] {
  const counts = new Map(offered.map(option => [option, 0]));
  for (const { value, count } of tallies) {
    for (const option of listOf(value)) counts.set(option, (counts.get(option) ?? 0) + count);
  }
  return [...counts]
    .map(([option, count]) => ({ option, count, isOwn: !offered.includes(option) }))
    .sort((a, b) => Number(a.isOwn) - Number(b.isOwn) || b.count - a.count);
}

/** Only rankings of exactly the options there are now count: a place among others says nothing. */
function meanPlaces(options: string[], tallies: ValueCount[]): { option: string; mean: number }[] {
  const sums = new Map(options.map(option => [option, 0]));
  let all = 0;
  for (const { value, count } of tallies) {
    const ranked = listOf(value);
    if (ranked.length !== options.length || !options.every(option => ranked.includes(option))) continue;
    all += count;
    for (const [at, option] of ranked.entries()) sums.set(option, (sums.get(option) ?? 0) + (at + 1) * count);
  }
  return all === 0
    ? []
    : [...sums].map(([option, sum]) => ({ option, mean: sum / all })).sort((a, b) => a.mean - b.mean);
}

const listOf = (value: AnswerValue): string[] => (Array.isArray(value) ? value : [String(value)]);

const total = (counted: { count: number }[]): number => counted.reduce((sum, { count }) => sum + count, 0);
