import type { ComponentType } from 'preact';
import type { Question } from '../../interview/questions.ts';
import { Choices } from './Choices.tsx';
import type { ControlProps } from './control-props.ts';
import { Ranking } from './Ranking.tsx';
import { Scale } from './Scale.tsx';
import { YesNo } from './YesNo.tsx';

/**
 * The control of each structured question type, which takes questions of that type only. An open
 * question has none.
 */
export const CONTROLS = {
  scale: Scale,
  single_choice: Choices,
  multiple_choice: Choices,
  ranking: Ranking,
  yes_no: YesNo,
} as unknown as Partial<Record<Question['type'], ComponentType<ControlProps>>>;
