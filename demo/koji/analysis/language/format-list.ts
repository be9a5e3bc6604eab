/** Formats a list in English: "a", "a and b", "a, b and c". */
export const formatList = (items: string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
