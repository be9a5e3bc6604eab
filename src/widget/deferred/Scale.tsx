import { useRef } from 'preact/hooks';
import type { ScaleQuestion } from '../../interview/questions.ts';
import type { ControlProps } from './control-props.ts';

/** A scale with more steps is a slider: that many radios would take long to pass by keyboard. */
const MAX_RADIOS = 11;

/** Digits typed within this time of each other, in milliseconds, form one number. */
const DIGIT_GAP = 1000;

/**
 * A row of steps, chosen by a press, by the arrow keys or by typing their number; or a slider when
 * there are many.
 */
export function Scale({ question, value, locale, lang, onChange }: ControlProps<ScaleQuestion>) {
  const { min, max, min_label, max_label } = question.config;
  const stepCount = max - min + 1;
  const isSlider = stepCount > MAX_RADIOS;
  const typed = useRef({ digits: '', time: 0 });

  /**
   * Chooses the step with the typed number. On a scale up to 10, a 0 right after a 1 chooses 10.
   */
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const { digits: before, time } = typed.current;
    const recent = event.timeStamp - time < DIGIT_GAP ? before : '';
    const digits = [recent + event.key, event.key].find(number => +number >= min && +number <= max);
    typed.current = { digits: digits ?? '', time: event.timeStamp };
    if (digits === undefined) return;
    event.preventDefault();
    onChange(+digits);
    event.currentTarget.querySelectorAll('input')[+digits - min]?.focus();
  };

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
          <output translate={false}>{typeof value === 'number' ? value.toLocaleString(locale) : '–'}</output>
        </div>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the radios in it
        <div class="steps" onKeyDown={onKeyDown}>
          {/* Not Array.from: Prototype.js and MooTools replace it with one that takes no function. */}
          {[...Array(stepCount).keys()]
            .map(index => min + index)
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
