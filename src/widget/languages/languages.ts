import type { Language } from './language.ts';

/** The languages besides English. Each is a chunk of its own, so a page loads the one it needs. */
const LANGUAGES: Record<string, (() => Promise<{ default: Language }>) | undefined> = {
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
 * Other codes of these languages: longer ones, older ones, and parts of a larger language
 * (https://www.iana.org/assignments/language-subtag-registry). Not by `Intl.Locale`, which refuses
 * many tags that pages have.
 */
const ALIASES: Record<string, string> = {
  ...{ ara: 'ar', arb: 'ar', ary: 'ar', arz: 'ar', apc: 'ar' },
  ...{ deu: 'de', ger: 'de', gsw: 'de', spa: 'es', fra: 'fr', fre: 'fr', heb: 'he', iw: 'he', hin: 'hi', ita: 'it' },
  ...{ jpn: 'ja', kor: 'ko', nld: 'nl', dut: 'nl', pol: 'pl', por: 'pt', tur: 'tr' },
  ...{ zho: 'zh', chi: 'zh', cmn: 'zh', yue: 'zh', wuu: 'zh', nan: 'zh', hak: 'zh' },
};

/**
 * Loads the translation that is nearest to a locale: there is one for each language, whatever the
 * region and the script. Returns undefined if there is none.
 *
 * @param locale a language tag as pages have them, for example "de-AT", "zh-CHS" or "pt-PT-ao90"
 */
export async function loadLanguage(locale: string): Promise<Language | undefined> {
  const code = getLanguageCode(locale);
  return (await LANGUAGES[ALIASES[code] ?? code]?.())?.default;
}

const getLanguageCode = (locale: string) => locale.split('-', 1)[0]!.toLowerCase();

/**
 * Returns the beginning of a tag that `Intl` takes: the language, its script, region, and wishes
 * such as digits.
 */
export const toIntlLocale = (locale: string): string =>
  /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-u(-[a-z\d]{2,8})+)?(?![a-z\d])/i.exec(locale)?.[0] ??
  getLanguageCode(locale);
