import type { Language } from './language.ts';

/** The languages besides English. Each is a chunk of its own, so a page loads the one it needs. */
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
 * Loads the translation for a locale; its region and script are ignored. Returns undefined if there
 * is none.
 *
 * @param locale BCP 47, for example "de-AT" or "pt-PT"
 * @throws RangeError if `locale` is not a valid tag
 */
export async function loadLanguage(locale: string): Promise<Language | undefined> {
  return (await LANGUAGES[new Intl.Locale(locale).language]?.())?.default;
}
