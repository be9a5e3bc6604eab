import { ChangingText } from '../ChangingText.tsx';
import { fill } from '../texts.ts';
import type { DeferredViewProps } from '../view-props.ts';

/** The time that is left, as minutes and seconds. Draws nothing without a limit. */
export function TimeLeft({ model, texts, locale }: DeferredViewProps) {
  const left = model.millisecondsLeft.value;
  if (left === null) return null;
  const seconds = Math.ceil(left / 1000);
  const toDigits = (n: number, minimumIntegerDigits: number) => n.toLocaleString(locale, { minimumIntegerDigits });
  const time = `${toDigits(Math.floor(seconds / 60), 1)}:${toDigits(seconds % 60, 2)}`;
  return (
    <span class="time" role="timer">
      <ChangingText>{fill(texts.timeLeft, { time }, locale)}</ChangingText>
    </span>
  );
}
