/** The kinds of question an interviewer asks. All but `open_ended` are *structured*: their answers have a value of their own. */
export const QUESTION_TYPES = ['open_ended', 'scale', 'single_choice', 'multiple_choice', 'ranking', 'yes_no'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export interface ScaleConfig {
  min: number;
  max: number;
  /** What the low end means, for example "Not at all". */
  min_label?: string;
  max_label?: string;
}

export interface ChoiceConfig {
  options: string[];
  /** Whether a text of the respondent's own counts as an answer too. */
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
}

export type OpenEndedQuestion = QuestionOfType<'open_ended', Record<string, never>>;
export type ScaleQuestion = QuestionOfType<'scale', ScaleConfig>;
export type SingleChoiceQuestion = QuestionOfType<'single_choice', ChoiceConfig>;
export type MultipleChoiceQuestion = QuestionOfType<'multiple_choice', ChoiceConfig>;
export type RankingQuestion = QuestionOfType<'ranking', RankingConfig>;
export type YesNoQuestion = QuestionOfType<'yes_no', Record<string, never>>;

/** A question as the interviewer asks it; `type` decides what `config` holds and what a value is. */
export type Question =
  | OpenEndedQuestion
  | ScaleQuestion
  | SingleChoiceQuestion
  | MultipleChoiceQuestion
  | RankingQuestion
  | YesNoQuestion;

/**
 * What an answer holds besides its words: scale a number, single choice a string, multiple choice and ranking
 * a list of strings, yes/no a boolean, open ended null.
 */
export type AnswerValue = number | string | string[] | boolean | null;

export interface Answer {
  question_id: string;
  value: AnswerValue;
}

/** The longest text that counts as somebody's own option. */
const OTHER_TEXT_LIMIT = 500;

const isStringList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');

const isOtherText = (text: string) => text.trim().length > 0 && text.length <= OTHER_TEXT_LIMIT;

const isAllowedChoice = ({ options, allow_other }: ChoiceConfig, text: string) =>
  options.includes(text) || (allow_other && isOtherText(text));

/**
 * Says what is wrong with a value given to a question, in words for a developer; `null` when the value fits.
 * The control in the page and the local service ask the same rule.
 */
export function validateAnswerValue(question: Question, value: unknown): string | null {
  switch (question.type) {
    case 'open_ended':
      return value === null ? null : 'an open question takes null: its answer is the message itself';
    case 'scale': {
      const { min, max } = question.config;
      return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? null
        : `a whole number from ${min} to ${max} is expected`;
    }
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'true or false is expected';
    case 'single_choice':
      return typeof value === 'string' && isAllowedChoice(question.config, value)
        ? null
        : 'one of the options is expected';
    case 'multiple_choice': {
      if (!isStringList(value) || value.length === 0) return 'a list of at least one option is expected';
      if (new Set(value).size !== value.length) return 'each option counts once';
      return value.every(text => isAllowedChoice(question.config, text)) ? null : 'only the options are expected';
    }
    case 'ranking': {
      const { options } = question.config;
      const isPermutation =
        isStringList(value) &&
        value.length === options.length &&
        new Set(value).size === value.length &&
        value.every(text => options.includes(text));
      return isPermutation ? null : 'every option once, in the order of preference, is expected';
    }
  }
}

/** A question whose answer has a value of its own, besides the words. */
export type StructuredQuestion = Exclude<Question, OpenEndedQuestion>;

/** Whether a question's answer has a value of its own. */
export const isStructuredQuestion = (question: Question | null): question is StructuredQuestion =>
  question !== null && question.type !== 'open_ended';

/** The order a ranking is asked in; nothing for other questions. */
export const getInitialOrder = (question: Question | null): string[] | undefined =>
  question?.type === 'ranking' ? question.config.options : undefined;
