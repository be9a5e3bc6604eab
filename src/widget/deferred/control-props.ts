import type { AnswerValue, Question } from '../../interview/questions.ts';
import type { Texts } from './texts.ts';

/**
 * Props of every control. The chosen value is kept in the model, so that a control can be removed
 * and come back.
 */
export interface ControlProps<Asked extends Question = Question> {
  question: Asked;
  /** The chosen value; undefined until there is one. */
  value: AnswerValue | undefined;
  texts: Texts;
  /** Language of `texts`, BCP 47. */
  locale: string;
  /** Language of the question, BCP 47; there may be no `texts` in it. */
  lang: string;
  onChange(value: AnswerValue | undefined): void;
}
