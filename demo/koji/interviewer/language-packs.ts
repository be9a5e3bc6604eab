import { english } from './english.ts';
import { german } from './german.ts';
import type { LanguagePack } from './language-pack.ts';

const LANGUAGE_PACKS: Record<string, LanguagePack> = { en: english, de: german };

/** Languages of the built-in interviewer, as primary subtags of BCP 47. */
export const SUPPORTED_LANGUAGES = Object.keys(LANGUAGE_PACKS);

/**
 * The language pack for a guide's locale (BCP 47). For an unsupported language it is the English
 * one: the guide's own sentences then stand between English phrases.
 */
export const getLanguagePack = (locale: string): LanguagePack =>
  LANGUAGE_PACKS[locale.toLowerCase().split('-')[0]!] ?? english;
