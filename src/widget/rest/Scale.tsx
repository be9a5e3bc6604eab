import type { ScaleQuestion } from '../../interview/questions.ts';
import type { ControlProps } from './controls.ts';

/** More steps than these are a slider: so many radios would be a long way by keyboard. */
const MOST_RADIOS = 11;

export function Scale({ question, value, locale, onChange }: ControlProps<ScaleQuestion>) {
  const { min, max, min_label, max_label } = question.config;
  const count = max - min + 1;
  const isSlider = count > MOST_RADIOS;
  return (
    <fieldset class="scale" role={isSlider ? undefined : 'radiogroup'} aria-describedby="scale-ends">
      <legend class="hidden">{question.text}</legend>
      {isSlider ? (
        <div class="slider">
          <input
            type="range"
            min={min}
            max={max}
            aria-label={question.text}
            value={typeof value === 'number' ? value : Math.round((min + max) / 2)}
            onInput={event => onChange(event.currentTarget.valueAsNumber)}
          />
          <output>{typeof value === 'number' ? value.toLocaleString(locale) : '–'}</output>
        </div>
      ) : (
        <div class="steps">
          {Array.from({ length: count }, (_, i) => min + i).map(step => (
            <label key={step}>
              <input type="radio" name="scale" checked={value === step} onChange={() => onChange(step)} />
              <span>{step.toLocaleString(locale)}</span>
            </label>
          ))}
        </div>
      )}
      {(min_label || max_label) && (
        <div class="ends quiet" id="scale-ends">
          <span>{min_label}</span>
          <span>{max_label}</span>
        </div>
      )}
    </fieldset>
  );
}
