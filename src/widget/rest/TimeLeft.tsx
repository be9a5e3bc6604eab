import { fill } from '../texts.ts';
import { view } from '../view.ts';
import type { Parts } from '../Widget.tsx';
import type { Texts } from './texts.ts';

/** What is left of the time, where there is a limit. */
export const TimeLeft = view(({ model, texts }: Parts & { texts: Texts }) => {
  const left = model.left.value;
  if (left === null) return null;
  const seconds = Math.ceil(left / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span class="quiet time" role="timer">
      {fill(texts.left, { time })}
    </span>
  );
});
