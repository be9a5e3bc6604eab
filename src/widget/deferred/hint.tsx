import type { ComponentChildren } from 'preact';
import type { FailureCode } from '../../interview/failures.ts';
import type { WidgetState } from '../../model/widget-model.ts';
import { LengthWarning } from './LengthWarning.tsx';
import { fillCount, type Texts } from './texts.ts';

/** With less than this left, in milliseconds, the respondent is told so. */
const SOON = 60_000;

const BUSY: readonly FailureCode[] = ['timed_out', 'rate_limited', 'upstream_unavailable'];

/** What is said under the message box: the most pressing thing there is to say, or nothing. */
export function hint(model: WidgetState, texts: Texts, tooMany: number | undefined, locale: string): ComponentChildren {
  const { interview, sendFailure, millisecondsLeft } = model;
  const { connectionTrouble, messages } = interview;
  if (connectionTrouble.value) return texts[connectionTrouble.value];
  if (tooMany) return <LengthWarning says={`${fillCount(texts.tooLong, tooMany, locale)} – ${texts.shorten}`} />;
  if (sendFailure.value) {
    const { code } = sendFailure.value;
    if (code === 'unreachable') return texts.notSentUnreachable;
    return BUSY.includes(code) ? texts.notSentBusy : texts.notSent;
  }
  if (millisecondsLeft.value !== null && millisecondsLeft.value < SOON) return texts.nearlyUp;
  // Until they have gone on.
  return interview.resumedMessageCount() === messages.value.length ? texts.welcomeBack : null;
}
