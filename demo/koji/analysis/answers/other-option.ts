import { measureGibberish } from '../language/gibberish.ts';
import { countWords } from '../language/tokens.ts';
import { normalizeText } from './normalize-text.ts';
import { NONE, type Reading, toReading } from './reading.ts';

/** "Other: …", "none of these, …". */
const ANNOUNCED =
  /^\W*(?:(?:other|something else|none of (?:these|those|them|the above)|neither|another|different)(?: one)?)\s*(?:[:,;.–—-]|\bnamely\b|\bi\.e\.)\s*/i;
/** Words before a name that don't belong to it. */
const LEAD_IN =
  /^\W*(?:(?:well|um+|uh+|oh|so|hm+|just|only|simply|honestly|actually|probably|mostly|mainly|usually|i'?d say|i would say|i (?:mostly |usually |mainly )?(?:use|prefer|like|go with|choose|chose|pick|have)|(?:i|we)(?:'ve|'re|'ll| have| are| will)? (?:just |now |already )?(?:bought|got|went with|going with|switched to|moved to|chose|picked|using|signed up (?:for|with)|take|took)|we (?:mostly |usually |mainly )?(?:use|have|prefer|go with)|it(?:'s| is| was)|that(?:'s| would be| is)|my|mine is|a|an|the)[\s,]+)+/i;
/** Words that are in no name. */
const NOT_A_NAME =
  /\b(?:i|we|it|they|he|she|you|me|us|that|this|those|these|them|is|are|was|were|no|not|none|nothing|never|n't|dunno|know|idea|sure|unsure|maybe|perhaps|depends|skip|pass|next|whatever|any|anything|all|both|either|neither|everything|nobody|why|what|which|who|how|ok|okay|yes|yeah|fine|good|hi|hello|test|idk|n\/a|na|question|answer|asdf|if|or|but|could|should|would|hmm+|comment|rather)\b|n't\b|\?/;
const VAGUE = /^(?:(?:some|any)(?:thing|one|body|where)|others?|another(?: one)?)(?: else)?$/;

/** Longest name of an option, in words: after "Other: …", and without it. */
const LONGEST_ANNOUNCED_NAME = 8;
const LONGEST_NAME = 4;

/** Whether a text says that the answer is none of the options, and names another. */
export const announcesOtherOption = (text: string): boolean =>
  ANNOUNCED.test(text.trim()) && readOtherOption(text).kind === 'value';

/** Reads an option of the respondent's own: a short name that is not one of `options`. */
export function readOtherOption(text: string, options: string[] = []): Reading<string> {
  const trimmed = text.trim();
  const announcement = ANNOUNCED.exec(trimmed);
  const rest = announcement ? trimmed.slice(announcement[0].length) : trimmed.replace(LEAD_IN, '');
  const name = rest.replace(/(?<![\s.!,;])[\s.!,;]+$/, '');
  const normalized = normalizeText(name);
  if (name.length < 2 || !/\p{L}/u.test(name) || NOT_A_NAME.test(normalized) || VAGUE.test(normalized)) return NONE;
  if (!announcement && sharesWord(normalized, options)) return NONE;
  if (measureGibberish(name, 'unknown') > 0.5) return NONE;
  const wordCount = countWords(name);
  const isShort = wordCount > 0 && wordCount <= (announcement ? LONGEST_ANNOUNCED_NAME : LONGEST_NAME);
  return isShort ? toReading(name, false) : NONE;
}

/** Whether a normalized text has a longer word of an option. Then it may mean that option. */
function sharesWord(text: string, options: string[]): boolean {
  const optionWords = new Set(options.flatMap(option => normalizeText(option).match(/[\p{L}]+/gu) ?? []));
  return text.split(/\s+/).some(word => word.length > 3 && optionWords.has(word));
}
