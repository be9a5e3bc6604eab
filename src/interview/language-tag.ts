/**
 * Reads a BCP 47 language tag from an option or from an attribute `lang`, where pages have all
 * kinds of values: "de_DE" is read as "de-DE". Returns undefined if the text is no tag that Koji
 * takes.
 */
export function toLanguageTag(text: string): string | undefined {
  const tag = text.trim().replace(/_/g, '-');
  return /^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(tag) ? tag : undefined;
}
