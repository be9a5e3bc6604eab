import { Dots } from '../Notice.tsx';
import { view } from '../view.ts';
import type { ViewProps } from '../Widget.tsx';
import type { Texts } from './texts.ts';

/** The reply that is being written, word by word, for the eye only: once it is whole, it is announced by the log. */
export const PartialReply = view(({ model, texts, settings }: ViewProps & { texts: Texts }) => {
  const reply = model.interview.partialReply.value;
  return (
    <>
      {reply !== null && (
        <div class="turn interviewer" aria-hidden="true">
          {reply ? (
            <p dir="auto" lang={settings.locale}>
              {reply}
            </p>
          ) : (
            <Dots />
          )}
        </div>
      )}
      <span class="hidden" role="status">
        {reply !== null && texts.writing}
      </span>
    </>
  );
});
