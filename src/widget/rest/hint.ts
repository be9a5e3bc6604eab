import type { WidgetState } from '../../model/widget-model.ts';
import { fillCount, type Texts } from './texts.ts';

/** With less than this left, in milliseconds, the respondent is told so. */
const SOON = 60_000;

/** What is said under the message box: the most pressing thing there is to say, or nothing. */
export function hint(model: WidgetState, texts: Texts, tooMany: number, locale: string): string | null {
  const { interview, notice, left } = model;
  const { trouble, messages } = interview;
  if (trouble.value) return texts[trouble.value];
  if (tooMany > 0) return fillCount(texts.tooLong, tooMany, locale);
  if (notice.value) return texts.notSent;
  if (left.value !== null && left.value < SOON) return texts.nearlyUp;
  // Until they have gone on.
  return interview.resumedWith() === messages.value.length ? texts.welcomeBack : null;
}
