/** The form of a BCP 47 language tag that Koji takes. */
export const LANGUAGE_TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/**
 * Reads a BCP 47 language tag from an option or from an attribute `lang`, where pages have all
 * kinds of values: "de_DE" is read as "de-DE". Returns undefined if the text is no tag that Koji
 * takes.
 */
export function toLanguageTag(text: string): string | undefined {
  const tag = text.trim().replace(/_/g, '-');
  return LANGUAGE_TAG.test(tag) ? tag : undefined;
}
