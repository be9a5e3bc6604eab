import { ChangingText } from '../ChangingText.tsx';
import { Dots } from '../Notice.tsx';
import type { DeferredViewProps } from '../view-props.ts';

/**
 * The reply as it is written. Hidden from screen readers: the log announces it once it is complete.
 * Browsers translate it only then, too.
 */
export function PartialReply({ model, texts, options }: DeferredViewProps) {
  const reply = model.interview.partialReply.value;
  return (
    <>
      {reply !== null && (
        <div class="turn interviewer" aria-hidden="true" translate={false}>
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
        {reply !== null && <ChangingText>{texts.interviewerWriting}</ChangingText>}
      </span>
    </>
  );
}
