import type { VNode } from 'preact';
import type { Question } from '../../interview/questions.ts';
import type { DeferredViewProps } from '../view-props.ts';
import { getControl } from './controls.ts';

/** Draws the control that answers a question; undefined if it has none. */
export function drawControl(
  { model, texts, locale, options }: DeferredViewProps,
  question: Question,
): VNode | undefined {
  const { chosenValue } = model;
  const Control = getControl(question);
  return (
    Control && (
      <Control
        key={question.id}
        question={question}
        value={chosenValue.value}
        texts={texts}
        locale={locale}
        lang={options.locale}
        onChange={next => {
          chosenValue.value = next;
        }}
      />
    )
  );
}
