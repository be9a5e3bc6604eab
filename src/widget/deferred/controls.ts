import type { ComponentType } from 'preact';
import { isDrawable } from '../../interview/drawable.ts';
import type { Question, StructuredQuestion } from '../../interview/questions.ts';
import { Choices } from './Choices.tsx';
import type { ControlProps } from './control-props.ts';
import { Ranking } from './Ranking.tsx';
import { Scale } from './Scale.tsx';
import { YesNo } from './YesNo.tsx';

/** A control for each type of structured question. The type checker reports a missing one. */
type Controls = {
  [Type in StructuredQuestion['type']]: ComponentType<ControlProps<Extract<Question, { type: Type }>>>;
};

const controls: Controls = {
  scale: Scale,
  single_choice: Choices,
  multiple_choice: Choices,
  ranking: Ranking,
  yes_no: YesNo,
};

/**
 * Returns the control of a question. An open question has none, and neither has one that cannot be
 * drawn.
 */
export const getControl = (question: Question): ComponentType<ControlProps> | undefined =>
  isDrawable(question) ? (controls[question.type] as ComponentType<ControlProps>) : undefined;
