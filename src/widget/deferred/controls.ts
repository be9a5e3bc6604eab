import type { ComponentType } from 'preact';
import type { AnswerValue, Question } from '../../interview/questions.ts';
import { Choices } from './Choices.tsx';
import { Ranking } from './Ranking.tsx';
import { Scale } from './Scale.tsx';
import type { Texts } from './texts.ts';
import { YesNo } from './YesNo.tsx';

/** What every control is given. What is chosen lives in the model, so that a control can go and come back. */
export interface ControlProps<Asked extends Question = Question> {
  question: Asked;
  value: AnswerValue | undefined;
  texts: Texts;
  /** The language of the texts, BCP 47. */
  locale: string;
  /** The language of the question, which the widget may not speak. */
  lang: string;
  onChange(value: AnswerValue | undefined): void;
}

/** A control a structured question type; each takes the questions of its own type only. An open question has none. */
export const CONTROLS = {
  scale: Scale,
  single_choice: Choices,
  multiple_choice: Choices,
  ranking: Ranking,
  yes_no: YesNo,
} as unknown as Partial<Record<Question['type'], ComponentType<ControlProps>>>;
