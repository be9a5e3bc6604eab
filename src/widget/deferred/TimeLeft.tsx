import { fill } from '../texts.ts';
import { view } from '../view.ts';
import type { ViewProps } from '../Widget.tsx';
import type { Texts } from './texts.ts';

/** What is left of the time, where there is a limit. */
export const TimeLeft = view(({ model, texts, locale }: ViewProps & { texts: Texts }) => {
  const left = model.millisecondsLeft.value;
  if (left === null) return null;
  const seconds = Math.ceil(left / 1000);
  const digits = (n: number, least: number) => n.toLocaleString(locale, { minimumIntegerDigits: least });
  const time = `${digits(Math.floor(seconds / 60), 1)}:${digits(seconds % 60, 2)}`;
  return (
    <span class="time" role="timer">
      {fill(texts.left, { time }, locale)}
    </span>
  );
});
