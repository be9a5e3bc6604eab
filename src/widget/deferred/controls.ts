import type { ComponentType } from 'preact';
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

/** The control by question type. An open question has none. */
export const CONTROLS = controls as unknown as Partial<Record<Question['type'], ComponentType<ControlProps>>>;
