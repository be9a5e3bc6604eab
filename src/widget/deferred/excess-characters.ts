import { countCharacters, MESSAGE_LIMIT } from '../../interview/transcript.ts';

/** How many characters a message has beyond the limit. */
export const excessCharacters = (text: string): number =>
  text.length > MESSAGE_LIMIT ? Math.max(0, countCharacters(text) - MESSAGE_LIMIT) : 0;
