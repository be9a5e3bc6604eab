import { signal } from '@preact/signals';
import type { Rating } from '../../model/host-events.ts';
import { focusGently } from '../focus.ts';
import { View } from '../view.ts';
import type { ViewProps } from '../Widget.tsx';
import type { Texts } from './texts.ts';

const RATINGS = [
  ['loved_it', 'loved'],
  ['not_great', 'notGreat'],
] as const;

/** As much as anybody says to a thank-you. */
const LONGEST = 2000;

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

/** The end: a tick, thanks, how it ended where that is not plain, two buttons; for who presses one, room for a few words. */
export class ThankYou extends View<ViewProps & { texts: Texts }> {
  #given = signal<Rating | null>(null);
  #isSaid = signal(false);
  #heading: HTMLElement | null = null;

  #greet = (heading: HTMLElement | null) => {
    this.#heading = heading;
    focusGently(heading);
  };

  #say = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const message = String(new FormData(event.currentTarget).get('message')).trim();
    if (!message) return;
    this.props.onFeedback(this.#given.value!, message);
    // The box goes, and must not take the focus with it.
    this.#heading?.focus({ preventScroll: true });
    this.#isSaid.value = true;
  };

  override draw({ model, texts, settings, onFeedback }: ViewProps & { texts: Texts }) {
    const given = this.#given;
    const isSaid = this.#isSaid.value;
    const state = model.interview.state.value;
    if (state.phase !== 'completed') return null;
    const how = state.wasAlreadyCompleted
      ? texts.overBefore
      : state.reason === 'timeout'
        ? texts.timeUp
        : state.reason === 'respondent_left' && texts.endedEarly;
    return (
      <div class="screen thanks" part="thanks">
        <TickIcon />
        <h2 tabIndex={-1} ref={this.#greet}>
          {texts.thanks}
        </h2>
        {how && <p class="quiet">{how}</p>}
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
        {given.value && !isSaid && (
          <form class="box" onSubmit={this.#say}>
            <textarea
              name="message"
              rows={2}
              maxLength={LONGEST}
              dir="auto"
              aria-label={texts.feedback}
              placeholder={texts.feedback}
            />
            <button type="submit" class="primary">
              {texts.send}
            </button>
          </form>
        )}
        <p class="quiet" role="status">
          {given.value && texts.noted}
        </p>
        {settings.thanksLink && (
          <a part="thanks-link" href={settings.thanksLink}>
            {texts.link}
          </a>
        )}
      </div>
    );
  }
}
