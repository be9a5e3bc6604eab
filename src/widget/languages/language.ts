import type { Texts } from '../deferred/texts.ts';

/** A translation of the widget. */
export interface Language {
  dir: 'ltr' | 'rtl';
  texts: Texts;
}
