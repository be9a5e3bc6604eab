import type { FailureCode } from '../../interview/failures.ts';
import { Notice } from '../Notice.tsx';
import type { DeferredViewProps } from '../view-props.ts';
import type { Texts } from './texts.ts';

/** Names of the sentences that have no plural forms. */
type SentenceName = { [Name in keyof Texts]: Texts[Name] extends string ? Name : never }[keyof Texts];

const BUSY_SENTENCES = ['errorTitle', 'busy'] as const;
const OVER_SENTENCES = ['interviewOverTitle', 'interviewOverText'] as const;
const REFUSED_SENTENCES = ['refusedTitle', 'refusedText'] as const;
const NO_PROXY_SENTENCES = ['refusedTitle', 'noProxyText'] as const;
const DEFAULT_SENTENCES = ['errorTitle', 'serverError'] as const;

/**
 * Title and text for each failure: what happened and what to do, without codes and without blame.
 * Others are `BROKEN`.
 */
const SENTENCES: { [Code in FailureCode]?: readonly [title: SentenceName, text: SentenceName] } = {
  unreachable: ['errorTitle', 'unreachable'],
  timed_out: BUSY_SENTENCES,
  rate_limited: BUSY_SENTENCES,
  upstream_unavailable: BUSY_SENTENCES,
  ticket_invalid: OVER_SENTENCES,
  ticket_expired: OVER_SENTENCES,
  not_found: OVER_SENTENCES,
  no_proxy: NO_PROXY_SENTENCES,
  forbidden: REFUSED_SENTENCES,
  origin_not_allowed: REFUSED_SENTENCES,
};

/**
 * The interview cannot go on: offers to try again if that can help, or a new interview if this one
 * is over.
 */
export function Failed({ model, texts, onRestart }: DeferredViewProps) {
  const { state, interviewId, retry, hasStoredInterview } = model.interview;
  if (state.value.phase !== 'failed') return null;
  const { code, recoverable } = state.value.failure;
  const sentences = SENTENCES[code] ?? DEFAULT_SENTENCES;
  const [title, text] = sentences;
  const isKept = recoverable && (interviewId.value !== null || hasStoredInterview());
  return (
    <Notice
      title={texts[title]}
      actions={[recoverable ? [texts.retry, retry] : sentences === OVER_SENTENCES && [texts.restart, onRestart]]}
    >
      {isKept ? `${texts[text]} ${texts.endText}` : texts[text]}
    </Notice>
  );
}
