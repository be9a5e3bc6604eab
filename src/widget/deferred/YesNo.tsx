import type { YesNoQuestion } from '../../interview/questions.ts';
import type { ControlProps } from './control-props.ts';

/** Two radios, "Yes" and "No". */
export function YesNo({ question, value, texts, lang, onChange }: ControlProps<YesNoQuestion>) {
  return (
    <fieldset class="options row">
      <legend class="hidden" lang={lang}>
        {question.text}
      </legend>
      {[true, false].map(answer => (
        <label key={String(answer)}>
          <input type="radio" name="yes-no" checked={value === answer} onChange={() => onChange(answer)} />
          <span>{answer ? texts.yes : texts.no}</span>
        </label>
      ))}
    </fieldset>
  );
}
