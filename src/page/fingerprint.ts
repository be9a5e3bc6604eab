/**
 * A short number that tells texts apart (FNV-1a, 64 bits:
 * https://datatracker.ietf.org/doc/draft-eastlake-fnv/), so that an id need not lie in storage in
 * plain words. It hides nothing from somebody who can guess the text. Empty for an empty text.
 */
export function createFingerprint(text: string): string {
  if (!text) return '';
  let hash = 0xcbf29ce484222325n;
  for (const character of text) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0)!)) * 0x100000001b3n);
  }
  return hash.toString(36);
}
