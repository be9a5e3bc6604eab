import type { Language } from './language.ts';

/** The languages besides English, each a chunk of its own that only its readers load. */
const LANGUAGES: Record<string, () => Promise<{ default: Language }>> = {
  ar: () => import('./ar.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  he: () => import('./he.ts'),
  hi: () => import('./hi.ts'),
  it: () => import('./it.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  pt: () => import('./pt.ts'),
  tr: () => import('./tr.ts'),
  zh: () => import('./zh.ts'),
};

export const LANGUAGE_CODES = Object.keys(LANGUAGES);

/**
 * The language of a locale, whatever its region or script; undefined where the widget doesn't speak it.
 *
 * @param locale BCP 47, for example "de-AT" or "pt-PT"
 */
export async function loadLanguage(locale: string): Promise<Language | undefined> {
  return (await LANGUAGES[new Intl.Locale(locale).language]?.())?.default;
}
