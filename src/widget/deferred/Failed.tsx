import type { FailureCode } from '../../interview/failures.ts';
import { Notice } from '../Notice.tsx';
import { view } from '../view.ts';
import type { ViewProps } from '../Widget.tsx';
import type { Texts } from './texts.ts';

type Sentence = { [Name in keyof Texts]: Texts[Name] extends string ? Name : never }[keyof Texts];

const BUSY = ['failed', 'busy'] as const;
const OVER = ['overTitle', 'over'] as const;
const REFUSED = ['refusedTitle', 'refused'] as const;

/** What is said of a failure: what happened and what to do, no codes and no blame. */
const SAYING: { [Code in FailureCode]?: readonly [title: Sentence, text: Sentence] } = {
  unreachable: ['failed', 'unreachable'],
  timed_out: BUSY,
  rate_limited: BUSY,
  upstream_unavailable: BUSY,
  ticket_invalid: OVER,
  ticket_expired: OVER,
  not_found: OVER,
  forbidden: REFUSED,
  origin_not_allowed: REFUSED,
};

/** It can't be gone on just now: trying again where that can help, another interview where this one is over. */
export const Failed = view(({ model, texts, onRestart }: ViewProps & { texts: Texts }) => {
  const { state, interviewId, retry } = model.interview;
  const now = state.value;
  if (now.phase !== 'failed') return null;
  const { code, recoverable } = now.failure;
  const saying = SAYING[code] ?? (['failed', 'broken'] as const);
  const isKept = recoverable && (interviewId.value !== null || model.interview.hasStoredInterview());
  return (
    <Notice
      title={texts[saying[0]]}
      actions={[recoverable ? [texts.retry, retry] : saying === OVER && [texts.restart, onRestart]]}
    >
      {texts[saying[1]]} {isKept && texts.endText}
    </Notice>
  );
});
