import { focusWithoutStealing } from '../focus.ts';
import type { DeferredViewProps } from '../view-props.ts';

/**
 * "End the interview?", asked in place of the message box, so that the conversation stays readable.
 */
export function EndConfirmation({ model, texts }: DeferredViewProps) {
  return (
    <div class="composer ending" role="alertdialog" aria-labelledby="end-title" aria-describedby="end-text">
      <h2 id="end-title">{texts.endTitle}</h2>
      <p class="quiet" id="end-text">
        {texts.endText}
      </p>
      <div class="actions">
        <button type="button" class="primary" onClick={model.endInterview}>
          {texts.endNow}
        </button>
        <button
          type="button"
          class="choice"
          ref={focusWithoutStealing}
          onClick={() => (model.isConfirmingEnd.value = false)}
        >
          {texts.keepGoing}
        </button>
      </div>
    </div>
  );
}
