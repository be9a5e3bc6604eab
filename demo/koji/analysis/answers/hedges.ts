import { normalizeText } from './normalize-text.ts';

const HEDGE =
  /\b(?:probably|prob|maybe|perhaps|possibly|i guess|i suppose|i think|i believe|i'd imagine|around|about|roughly|approximately|approx|somewhere|ish|sort of|kind of|kinda|more or less|not (?:entirely |quite |really )?(?:sure|certain)|might|dunno|don't know|hard to say|or so|or thereabouts|most likely|likely|presumably|if i had to|could be|give or take|etwa|ungefähr|vielleicht|vermutlich|wahrscheinlich|eher|wohl|i'd lean|leaning)\b|\d-?ish\b|\?\s*$/g;

/**
 * Counts the words of doubt in a text, such as "probably" or "I guess". A final question mark is
 * one too.
 */
export const countHedges = (text: string): number => normalizeText(text).match(HEDGE)?.length ?? 0;
