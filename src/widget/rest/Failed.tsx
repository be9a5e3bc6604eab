import type { FailureCode } from '../../interview/failures.ts';
import { Notice } from '../Notice.tsx';
import { view } from '../view.ts';
import type { Parts } from '../Widget.tsx';
import type { Texts } from './texts.ts';

/** What is said of a failure: what happened and what to do, no codes and no blame. */
const SAYING: { [Code in FailureCode]?: keyof Texts } = {
  unreachable: 'unreachable',
  timed_out: 'busy',
  rate_limited: 'busy',
  upstream_unavailable: 'busy',
  ticket_invalid: 'over',
  ticket_expired: 'over',
  not_found: 'over',
  forbidden: 'refused',
  origin_not_allowed: 'refused',
};

/** It can't be gone on just now: trying again where that can help, another interview where this one is over. */
export const Failed = view(({ model, texts, onRestart }: Parts & { texts: Texts }) => {
  const state = model.interview.state.value;
  if (state.phase !== 'failed') return null;
  const { code, recoverable } = state.failure;
  const saying = SAYING[code] ?? 'broken';
  return (
    <Notice
      title={texts.failed}
      actions={[recoverable ? [texts.retry, model.interview.retry] : saying === 'over' && [texts.restart, onRestart]]}
    >
      {texts[saying]}
    </Notice>
  );
});
