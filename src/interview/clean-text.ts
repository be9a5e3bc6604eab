/**
 * Removes what no store can hold: NUL characters, and halves of surrogate pairs, which become U+FFFD.
 * Both come in with text that is pasted from terminals, spreadsheets and cut-off strings.
 */
export const cleanText = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
