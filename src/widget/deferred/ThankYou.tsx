import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cleanText } from '../../interview/clean-text.ts';
import type { Rating } from '../../model/host-events.ts';
import { focusWithoutStealing } from '../focus.ts';
import { getInputDirection } from '../input-direction.ts';
import type { DeferredViewProps } from '../view-props.ts';

/** The two buttons: the rating each reports, and the name of its text. */
const RATINGS = [
  ['loved_it', 'lovedIt'],
  ['not_great', 'notGreat'],
] as const;

/** Longest message to the host, in characters. */
const MAX_LENGTH = 2000;

/** A tick that draws itself: `pathLength` makes each of its lines 100 long, whatever its size. */
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

/**
 * The end: thanks, how the interview ended if it was not a natural end, and two rating buttons; after
 * a rating, a box for a message.
 */
export function ThankYou({ model, texts, options, onFeedback }: DeferredViewProps) {
  const rating = useSignal<Rating | null>(null);
  const message = useSignal('');
  const isMessageSent = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => focusWithoutStealing(heading.current), []);

  const state = model.interview.state.value;
  if (state.phase !== 'completed') return null;
  const outcome = state.wasAlreadyCompleted
    ? texts.alreadyCompleted
    : state.reason === 'timeout'
      ? texts.timeUp
      : state.reason === 'respondent_left' && texts.endedEarly;

  const rate = (next: Rating) => {
    if (rating.value === next) return;
    rating.value = next;
    onFeedback(next);
  };
  const sendMessage = (event: Event) => {
    event.preventDefault();
    const text = cleanText(message.value).trim();
    if (!text) return;
    onFeedback(rating.value!, text);
    // The message box disappears, and would take the focus with it.
    heading.current!.focus({ preventScroll: true });
    isMessageSent.value = true;
  };

  return (
    <div class="screen thanks" part="thanks">
      <TickIcon />
      <h2 tabIndex={-1} ref={heading}>
        {texts.thanks}
      </h2>
      {outcome && <p class="quiet">{outcome}</p>}
      <div class="actions">
        {RATINGS.map(([name, text]) => (
          <button
            type="button"
            key={name}
            class="choice"
            aria-pressed={rating.value === name}
            onClick={() => rate(name)}
          >
            {texts[text]}
          </button>
        ))}
      </div>
      {rating.value && !isMessageSent.value && (
        <form class="box" onSubmit={sendMessage}>
          <textarea
            rows={2}
            maxLength={MAX_LENGTH}
            dir={getInputDirection(message.value)}
            aria-label={texts.feedbackPrompt}
            placeholder={texts.feedbackPrompt}
            value={message.value}
            onInput={event => {
              message.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="primary">
            {texts.send}
          </button>
        </form>
      )}
      <p class="quiet" role="status">
        {rating.value && texts.feedbackThanks}
      </p>
      {options.thanksLink && (
        <a part="thanks-link" href={options.thanksLink}>
          {texts.thanksLink}
        </a>
      )}
    </div>
  );
}
