import { signal } from '@preact/signals-core';
import { focusGently } from '../focus.ts';
import { View } from '../view.ts';
import type { Parts } from '../Widget.tsx';
import type { Texts } from './texts.ts';

const RATINGS = [
  ['loved_it', 'loved'],
  ['not_great', 'notGreat'],
] as const;

/** A tick that draws itself; the length of its lines is 100 by `pathLength`. */
const TickIcon = () => (
  <svg
    class="tick"
    width="56"
    height="56"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <circle cx="10" cy="10" r="8.5" pathLength={100} />
    <path d="m6.2 10.3 2.6 2.6 5-5.4" pathLength={100} />
  </svg>
);

/** The end: a tick, thanks, two buttons, nothing else. */
export class ThankYou extends View<Parts & { texts: Texts }> {
  #given = signal('');

  override draw({ model, texts, onFeedback }: Parts & { texts: Texts }) {
    const given = this.#given;
    const state = model.interview.state.value;
    return (
      <div class="screen thanks" part="thanks">
        <TickIcon />
        <h2 tabIndex={-1} ref={focusGently}>
          {texts.thanks}
        </h2>
        {state.phase === 'completed' && state.reason === 'timeout' && <p class="quiet">{texts.timeUp}</p>}
        <div class="actions">
          {RATINGS.map(([rating, text]) => (
            <button
              type="button"
              key={rating}
              class="choice"
              aria-pressed={given.value === rating}
              onClick={() => {
                if (given.value === rating) return;
                given.value = rating;
                onFeedback(rating);
              }}
            >
              {texts[text]}
            </button>
          ))}
        </div>
        <p class="quiet" role="status">
          {given.value && texts.noted}
        </p>
      </div>
    );
  }
}
