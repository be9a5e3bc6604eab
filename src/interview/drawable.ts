import type { ChoiceConfig, Question, ScaleConfig, StructuredQuestion } from './questions.ts';
import { isStringList } from './string-list.ts';

const hasUniqueOptions = ({ options }: Partial<ChoiceConfig>): boolean =>
  isStringList(options) && options.length > 0 && new Set(options).size === options.length;

/** Whether the control of a question type can be drawn with this `config`. */
const IS_DRAWABLE: { [Type in StructuredQuestion['type']]: (config: Record<string, never>) => boolean } = {
  scale: ({ min, max }: Partial<ScaleConfig>) => Number.isSafeInteger(min) && Number.isSafeInteger(max) && min! < max!,
  single_choice: hasUniqueOptions,
  multiple_choice: hasUniqueOptions,
  ranking: hasUniqueOptions,
  yes_no: () => true,
};

/**
 * Whether a question from a response has all that its control needs. A malformed one, or one of a
 * type that this version does not know, is answered in words.
 */
export function isDrawable(question: Question): question is StructuredQuestion {
  const { type, config } = question;
  return Object.hasOwn(IS_DRAWABLE, type) && IS_DRAWABLE[type as StructuredQuestion['type']]((config ?? {}) as never);
}
