import { isStringList } from './string-list.ts';

/**
 * The types of question. All but `open_ended` are *structured*: their answers have a value besides
 * the text.
 */
export const QUESTION_TYPES = ['open_ended', 'scale', 'single_choice', 'multiple_choice', 'ranking', 'yes_no'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export interface ScaleConfig {
  min: number;
  max: number;
  /** The meaning of the low end, such as "Not at all". */
  min_label?: string;
  /** The meaning of the high end. */
  max_label?: string;
}

export interface ChoiceConfig {
  options: string[];
  /** Whether the respondent may write an answer that is not in the list. */
  allow_other: boolean;
}

export interface RankingConfig {
  options: string[];
}

interface QuestionOfType<Type extends QuestionType, Config> {
  id: string;
  text: string;
  type: Type;
  config: Config;
  /**
   * Which of the guide's questions this is, from 1, where that is known. A follow-up has the number
   * of its question.
   */
  number?: number;
  /** How many questions the guide has. */
  of?: number;
}

export type OpenEndedQuestion = QuestionOfType<'open_ended', Record<string, never>>;
export type ScaleQuestion = QuestionOfType<'scale', ScaleConfig>;
export type SingleChoiceQuestion = QuestionOfType<'single_choice', ChoiceConfig>;
export type MultipleChoiceQuestion = QuestionOfType<'multiple_choice', ChoiceConfig>;
export type RankingQuestion = QuestionOfType<'ranking', RankingConfig>;
export type YesNoQuestion = QuestionOfType<'yes_no', Record<string, never>>;

/**
 * A question of an interview. `type` determines the shape of `config` and of the answer's value.
 */
export type Question =
  | OpenEndedQuestion
  | ScaleQuestion
  | SingleChoiceQuestion
  | MultipleChoiceQuestion
  | RankingQuestion
  | YesNoQuestion;

/**
 * The value of an answer. Scale: a number. Single choice: a string. Multiple choice and ranking: a
 * list of strings. Yes/no: a boolean. Open ended: `null`.
 */
export type AnswerValue = number | string | string[] | boolean | null;

export interface Answer {
  question_id: string;
  value: AnswerValue;
}

/** Longest answer outside the list of options, in characters (UTF-16 code units). */
export const OTHER_TEXT_LIMIT = 500;

const isOtherText = (text: string) => text.trim().length > 0 && text.length <= OTHER_TEXT_LIMIT;

const isAllowedChoice = ({ options, allow_other }: ChoiceConfig, text: string) =>
  options.includes(text) || (allow_other && isOtherText(text));

/**
 * Checks that a value is a legal answer to a question. Returns `null` when it is, otherwise a
 * phrase for developers that says what is wrong.
 */
export function validateAnswerValue(question: Question, value: unknown): string | null {
  switch (question.type) {
    case 'open_ended':
      return value === null ? null : 'an open-ended question takes null: the answer is the message itself';
    case 'scale': {
      const { min, max } = question.config;
      return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? null
        : `expected a whole number from ${min} to ${max}`;
    }
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'expected true or false';
    case 'single_choice':
      return typeof value === 'string' && isAllowedChoice(question.config, value)
        ? null
        : 'expected one of the options';
    case 'multiple_choice': {
      if (!isStringList(value) || value.length === 0) return 'expected a list of at least one option';
      if (new Set(value).size !== value.length) return 'expected each option at most once';
      return value.every(text => isAllowedChoice(question.config, text))
        ? null
        : 'expected only options of the question';
    }
    case 'ranking': {
      const { options } = question.config;
      const isPermutation =
        isStringList(value) &&
        value.length === options.length &&
        new Set(value).size === value.length &&
        value.every(text => options.includes(text));
      return isPermutation ? null : 'expected every option exactly once, in order of preference';
    }
  }
}

/** A question whose answer has a value besides the text. */
export type StructuredQuestion = Exclude<Question, OpenEndedQuestion>;

export const isStructuredQuestion = (question: Question | null): question is StructuredQuestion =>
  question !== null && question.type !== 'open_ended';

/** The order in which a ranking is first shown; `undefined` for other questions. */
export const getInitialOrder = (question: Question | null): string[] | undefined =>
  // Not every response is checked: a malformed question has no `config`.
  question?.type === 'ranking' ? question.config?.options : undefined;
