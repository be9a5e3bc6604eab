import { Dots } from '../Notice.tsx';
import type { DeferredViewProps } from '../view-props.ts';

/**
 * The reply as it is written. Hidden from screen readers: the log announces it once it is complete.
 */
export function PartialReply({ model, texts, options }: DeferredViewProps) {
  const reply = model.interview.partialReply.value;
  return (
    <>
      {reply !== null && (
        <div class="turn interviewer" aria-hidden="true">
          {reply ? (
            <p dir="auto" lang={options.locale}>
              {reply}
            </p>
          ) : (
            <Dots />
          )}
        </div>
      )}
      <span class="hidden" role="status">
        {reply !== null && texts.interviewerWriting}
      </span>
    </>
  );
}
