import { useSignal } from '@preact/signals';
import { type MultipleChoiceQuestion, OTHER_TEXT_LIMIT, type SingleChoiceQuestion } from '../../interview/questions.ts';
import { ChangingText } from '../ChangingText.tsx';
import { getInputDirection } from '../input-direction.ts';
import type { ControlProps } from './control-props.ts';
import { fillCount } from './texts.ts';

type Props = ControlProps<SingleChoiceQuestion | MultipleChoiceQuestion>;

/** Radios or checkboxes, and a text field for another answer when the question allows one. */
export function Choices({ question, value, texts, locale, lang, onChange }: Props) {
  const { options, allow_other } = question.config;
  const isMultiple = question.type === 'multiple_choice';
  const chosen = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  /** The respondent's own text, maybe empty; null while "Something else" is not chosen. */
  const other = useSignal<string | null>(chosen.find(item => !options.includes(item)) ?? null);
  // The respondent's own text may happen to be the same as an option, which is not chosen by that.
  const chosenOptions = options.filter(option => chosen.includes(option) && option !== other.value?.trim());

  /** Reports the chosen options in their order, followed by the respondent's own text. */
  const change = (nextOptions: string[]) => {
    const text = other.value?.trim();
    const all = [...options.filter(option => nextOptions.includes(option)), ...(text ? [text] : [])];
    const unique = [...new Set(all)];
    onChange(unique.length === 0 ? undefined : isMultiple ? unique : unique[0]);
  };
  const toggle = (option: string, isOn: boolean) => {
    if (isMultiple) {
      change(isOn ? [...chosenOptions, option] : chosenOptions.filter(item => item !== option));
    } else {
      other.value = null;
      change([option]);
    }
  };
  const setOther = (text: string | null) => {
    other.value = text;
    change(isMultiple ? chosenOptions : []);
  };

  const type = isMultiple ? 'checkbox' : 'radio';
  return (
    <fieldset class="options">
      <legend class="hidden" lang={lang}>
        {question.text}
      </legend>
      {options.map(option => (
        <label key={option}>
          <input
            type={type}
            name="choice"
            checked={chosenOptions.includes(option)}
            onChange={event => toggle(option, event.currentTarget.checked)}
          />
          <span dir="auto" lang={lang}>
            {option}
          </span>
        </label>
      ))}
      {allow_other && (
        <label>
          <input
            type={type}
            name="choice"
            checked={other.value !== null}
            onChange={event => setOther(event.currentTarget.checked ? '' : null)}
          />
          <span>{texts.otherOption}</span>
        </label>
      )}
      {other.value !== null && (
        <input
          type="text"
          class="own"
          dir={getInputDirection(other.value)}
          lang={lang}
          maxLength={OTHER_TEXT_LIMIT}
          aria-label={texts.otherOption}
          value={other.value}
          onInput={event => setOther(event.currentTarget.value)}
        />
      )}
      {isMultiple && (
        <span class="quiet" role="status">
          <ChangingText>
            {chosen.length > 0 ? fillCount(texts.chosenCount, chosen.length, locale) : texts.multipleChoiceHint}
          </ChangingText>
        </span>
      )}
    </fieldset>
  );
}
