import { signal } from '@preact/signals';
import type { MultipleChoiceQuestion, SingleChoiceQuestion } from '../../interview/questions.ts';
import { View } from '../view.ts';
import type { ControlProps } from './controls.ts';
import { fillCount } from './texts.ts';

type Props = ControlProps<SingleChoiceQuestion | MultipleChoiceQuestion>;

/** Radios or checkboxes, with a text of the respondent's own where the question allows one. */
export class Choices extends View<Props> {
  /** The text of the respondent's own, also while it is empty; null where that is not chosen. */
  #own = signal<string | null>(this.#chosen().find(item => !this.props.question.config.options.includes(item)) ?? null);

  #chosen(): string[] {
    const { value } = this.props;
    return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  }

  /** Which of the listed options are chosen: all that is chosen but the own text, which may be the same words by chance. */
  #listed(): string[] {
    const { options } = this.props.question.config;
    const chosen = this.#chosen();
    return options.filter(option => chosen.includes(option) && option !== this.#own.value?.trim());
  }

  /** Tells what is chosen now, in the order of the options, with the own text last. */
  #tell(listed: string[]): void {
    const { question, onChange } = this.props;
    const own = this.#own.value?.trim();
    const all = [...question.config.options.filter(option => listed.includes(option)), ...(own ? [own] : [])];
    const value = [...new Set(all)];
    onChange(value.length === 0 ? undefined : question.type === 'multiple_choice' ? value : value[0]);
  }

  override draw({ question, texts, locale, lang }: Props) {
    const { options, allow_other } = question.config;
    const isMultiple = question.type === 'multiple_choice';
    const listed = this.#listed();
    const own = this.#own.value;
    const count = this.#chosen().length;
    const toggle = (option: string, on: boolean) => {
      if (!isMultiple) this.#own.value = null;
      this.#tell(isMultiple ? (on ? [...listed, option] : listed.filter(item => item !== option)) : [option]);
    };
    const setOwn = (text: string | null) => {
      this.#own.value = text;
      this.#tell(isMultiple ? listed : []);
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
              checked={listed.includes(option)}
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
              checked={own !== null}
              onChange={event => setOwn(event.currentTarget.checked ? '' : null)}
            />
            <span>{texts.other}</span>
          </label>
        )}
        {own !== null && (
          <input
            type="text"
            class="own"
            dir="auto"
            lang={lang}
            maxLength={500}
            aria-label={texts.other}
            value={own}
            onInput={event => setOwn(event.currentTarget.value)}
          />
        )}
        {isMultiple && (
          <span class="quiet" role="status">
            {count > 0 ? fillCount(texts.chosen, count, locale) : texts.several}
          </span>
        )}
      </fieldset>
    );
  }
}
