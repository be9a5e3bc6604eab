const MAX_LENGTH = 80;

/** A received value for an error text: in quotation marks, and cut if it is long. */
export const quote = (value: string): string =>
  JSON.stringify(value.length <= MAX_LENGTH ? value : `${value.slice(0, MAX_LENGTH)}…`);
