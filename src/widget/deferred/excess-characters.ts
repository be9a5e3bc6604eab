import { countCharacters, MESSAGE_LIMIT } from '../../interview/transcript.ts';

/** How many characters a message is over the limit; 0 if it is not. */
export const excessCharacters = (text: string): number =>
  // The cheap check first: a text has at most as many characters as UTF-16 units.
  text.length > MESSAGE_LIMIT ? Math.max(0, countCharacters(text) - MESSAGE_LIMIT) : 0;
