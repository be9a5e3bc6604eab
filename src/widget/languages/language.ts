import type { Texts } from '../deferred/texts.ts';

/** A language that the widget speaks. */
export interface Language {
  dir: 'ltr' | 'rtl';
  texts: Texts;
}
