import type { FailureCode } from '../../interview/failures.ts';
import type { WidgetState } from '../../model/widget-model.ts';
import { ChangingText } from '../ChangingText.tsx';
import { LengthWarning } from './LengthWarning.tsx';
import { fillCount, type Texts } from './texts.ts';

/** The respondent is warned when less time than this is left, in milliseconds. */
const NEARLY_UP = 60_000;

const BUSY: readonly FailureCode[] = ['timed_out', 'rate_limited', 'upstream_unavailable'];

interface Props {
  model: WidgetState;
  texts: Texts;
  locale: string;
  /** How many characters the message is too long. */
  excess: number;
}

/** The line under the message box: the most important thing there is to say, or nothing. */
export function Hint(props: Props) {
  const { model, texts, locale, excess } = props;
  if (excess && !model.interview.connectionTrouble.value)
    return <LengthWarning warning={`${fillCount(texts.tooLong, excess, locale)} – ${texts.tooLongAdvice}`} />;
  const hint = findHint(props);
  return hint && <ChangingText>{hint}</ChangingText>;
}

function findHint({ model, texts }: Props): string | null {
  const { interview, sendFailure, millisecondsLeft } = model;
  const { connectionTrouble, messages } = interview;
  if (connectionTrouble.value) return texts[connectionTrouble.value];
  if (sendFailure.value) {
    const { code } = sendFailure.value;
    if (code === 'unreachable') return texts.notSentUnreachable;
    return BUSY.includes(code) ? texts.notSentBusy : texts.notSent;
  }
  if (millisecondsLeft.value !== null && millisecondsLeft.value < NEARLY_UP) return texts.timeNearlyUp;
  const hasGoneOn = interview.resumedMessageCount() !== messages.value.length;
  return hasGoneOn ? null : texts.welcomeBack;
}
