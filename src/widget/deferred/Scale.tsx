import type { ScaleQuestion } from '../../interview/questions.ts';
import { View } from '../view.ts';
import type { ControlProps } from './controls.ts';

/** More steps than these are a slider: so many radios would be a long way by keyboard. */
const MOST_RADIOS = 11;
/** Digits that follow each other within so many milliseconds are one number. */
const TOGETHER = 1000;

/** A row of steps, chosen by a press, the arrow keys or the keys of their digits; or a slider where there are too many. */
export class Scale extends View<ControlProps<ScaleQuestion>> {
  #typed = { digits: '', at: 0 };

  /** Chooses the step whose number has been typed; with steps up to 10, a 0 after a 1 makes it 10. */
  #onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const { question, onChange } = this.props;
    const { min, max } = question.config;
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const before = event.timeStamp - this.#typed.at < TOGETHER ? this.#typed.digits : '';
    const digits = [before + event.key, event.key].find(each => +each >= min && +each <= max);
    this.#typed = { digits: digits ?? '', at: event.timeStamp };
    if (digits === undefined) return;
    event.preventDefault();
    onChange(+digits);
    event.currentTarget.querySelectorAll('input')[+digits - min]?.focus();
  };

  override draw({ question, value, locale, lang, onChange }: ControlProps<ScaleQuestion>) {
    const { min, max, min_label, max_label } = question.config;
    const count = max - min + 1;
    const isSlider = count > MOST_RADIOS;
    return (
      <fieldset class="scale" role={isSlider ? undefined : 'radiogroup'} aria-describedby="scale-ends">
        <legend class="hidden" lang={lang}>
          {question.text}
        </legend>
        {isSlider ? (
          <div class="slider">
            <input
              type="range"
              class={value === undefined ? 'unset' : undefined}
              min={min}
              max={max}
              aria-label={question.text}
              lang={lang}
              value={typeof value === 'number' ? value : Math.round((min + max) / 2)}
              onInput={event => onChange(event.currentTarget.valueAsNumber)}
            />
            <output>{typeof value === 'number' ? value.toLocaleString(locale) : '–'}</output>
          </div>
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the radios in it
          <div class="steps" onKeyDown={this.#onKeyDown}>
            {/* Not Array.from: Prototype.js and MooTools have one of their own, which takes no function. */}
            {[...Array(count).keys()]
              .map(i => min + i)
              .map(step => (
                <label key={step}>
                  <input type="radio" name="scale" checked={value === step} onChange={() => onChange(step)} />
                  <span>{step.toLocaleString(locale)}</span>
                </label>
              ))}
          </div>
        )}
        {(min_label || max_label) && (
          <div class="ends quiet" id="scale-ends" lang={lang}>
            <span dir="auto">{min_label}</span>
            <span dir="auto">{max_label}</span>
          </div>
        )}
      </fieldset>
    );
  }
}
