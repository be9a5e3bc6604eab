import type { ResolvedOptions } from './options.ts';
import { FIRST_TEXTS } from './texts.ts';
import type { ViewProps } from './view-props.ts';

/** The language of the widget's own sentences. The interviewer speaks `options.locale`. */
export type WidgetLanguage = Pick<ViewProps, 'locale' | 'dir' | 'texts'>;

export const isEnglish = (locale: string): boolean => /^eng?\b/i.test(locale);

/** English, with the host's own texts in place. */
export const createEnglish = ({ texts }: ResolvedOptions): WidgetLanguage => ({
  locale: 'en',
  dir: 'ltr',
  texts: { ...FIRST_TEXTS, ...texts },
});

/** Loads the translation for `options.locale`, or returns English if that is not possible. */
export async function loadWidgetLanguage(options: ResolvedOptions): Promise<WidgetLanguage> {
  try {
    const { loadLanguage, toIntlLocale } = await import('./languages/languages.ts');
    const language = await loadLanguage(options.locale);
    if (language)
      return { ...language, locale: toIntlLocale(options.locale), texts: { ...language.texts, ...options.texts } };
  } catch {
    // English is better than nothing.
  }
  return createEnglish(options);
}
