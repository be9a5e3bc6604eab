import { readFileSync } from 'node:fs';
import type { GuideQuestion } from '../../guides/guide.ts';
import type { FinishedInterview } from '../analyst.ts';
import { buildInterview } from '../testing/interviews.ts';

/**
 * A made-up interview with labelled themes. The JSON keys `ask` and `say` hold the two sides'
 * texts.
 */
export interface LabelledInterview {
  name: string;
  /** The planted themes, each with the words that mark it. */
  themes: Record<string, string[]>;
  /** The exchanges in order, each with the themes in the respondent's text. */
  exchange: { topic: string; ask: string; say: string; themes: string[] }[];
}

/** Three made-up respondents to one guide. */
export interface Triple {
  name: string;
  /**
   * The questions; one with a value is a scale of 0 to 10 that all three answered with its control.
   */
  asks: [topic: string, text: string, value?: number][];
  /** The respondents' texts, one per question. */
  rich: string[];
  terse: string[];
  gibberish: string[];
}

/** Reads a file of labelled material by its name without `.json`. */
export const readMaterial = <Content>(name: string): Content =>
  JSON.parse(readFileSync(new URL(`../material/${name}.json`, import.meta.url), 'utf8'));

const createOpenQuestion = (topic: string, text: string): GuideQuestion => ({
  id: topic.toLowerCase().replace(/[^a-z0-9]+/g, '_'),
  text,
  topic,
  type: 'open_ended',
  probing: { maxFollowUps: 1, prompts: [] },
});

const createScaleQuestion = (topic: string, text: string): GuideQuestion => ({
  ...createOpenQuestion(topic, text),
  type: 'scale',
  config: { min: 0, max: 10 },
});

/**
 * A labelled interview as an analyst's input. Exchanges on one topic are one question and its
 * follow-ups.
 */
export function toFinishedInterview({ name, exchange }: LabelledInterview): FinishedInterview {
  const questions = new Map<string, GuideQuestion>();
  const counts = new Map<string, number>();
  const exchanges = exchange.map(({ topic, ask, say }) => {
    const followUp = counts.get(topic) ?? 0;
    counts.set(topic, followUp + 1);
    const question = questions.get(topic) ?? createOpenQuestion(topic, ask);
    questions.set(topic, question);
    return { question, followUp, askedText: ask, message: say };
  });
  return buildInterview(exchanges, { interview_id: name });
}

/** The interview with one respondent of a triple as an analyst's input. */
export function toTripleInterview({ name, asks }: Triple, messages: string[]): FinishedInterview {
  const exchanges = asks.map(([topic, text, value], at) => ({
    question: value === undefined ? createOpenQuestion(topic, text) : createScaleQuestion(topic, text),
    message: messages[at]!,
    ...(value !== undefined && { value }),
  }));
  return buildInterview(exchanges, { interview_id: name });
}
