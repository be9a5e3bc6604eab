import { measureGibberish } from '../language/gibberish.ts';
import { countWords } from '../language/tokens.ts';
import { normalizeText } from './normalize-text.ts';
import { NONE, type Reading, toReading } from './reading.ts';

const ANNOUNCED =
  /^\W*(?:(?:other|something else|none of (?:these|those|them|the above)|neither|another|different)(?: one)?)\s*(?:[:,;.–—-]|\bnamely\b|\bi\.e\.)\s*/i;
const LEAD =
  /^\W*(?:(?:well|um+|uh+|oh|so|hm+|just|only|simply|honestly|actually|probably|mostly|mainly|usually|i'?d say|i would say|i (?:mostly |usually |mainly )?(?:use|prefer|like|go with|choose|chose|pick|have)|(?:i|we)(?:'ve|'re|'ll| have| are| will)? (?:just |now |already )?(?:bought|got|went with|going with|switched to|moved to|chose|picked|using|signed up (?:for|with)|take|took)|we (?:mostly |usually |mainly )?(?:use|have|prefer|go with)|it(?:'s| is| was)|that(?:'s| would be| is)|my|mine is|a|an|the)[\s,]+)+/i;
const NO_ANSWER =
  /\b(?:i|we|it|they|he|she|you|me|us|that|this|those|these|them|is|are|was|were|no|not|none|nothing|never|n't|dunno|know|idea|sure|unsure|maybe|perhaps|depends|skip|pass|next|whatever|any|anything|all|both|either|neither|everything|nobody|why|what|which|who|how|ok|okay|yes|yeah|fine|good|hi|hello|test|idk|n\/a|na|question|answer|asdf|if|or|but|could|should|would|hmm+|comment|rather)\b|n't\b|\?/;

const VAGUE = /^(?:(?:some|any)(?:thing|one|body|where)|others?|another(?: one)?)(?: else)?$/;

/** Whether the text says that it is none of the options, and names another. */
export const announcesOtherOption = (text: string): boolean =>
  ANNOUNCED.test(text.trim()) && readOtherOption(text).kind === 'value';

/** An option of the respondent's own: a short name for something, said as an answer. */
export function readOtherOption(text: string, options: string[] = []): Reading<string> {
  const bare = text.trim();
  const announced = ANNOUNCED.exec(bare);
  const named = (announced ? bare.slice(announced[0].length) : bare.replace(LEAD, '')).replace(/[\s.!,;]+$/, '');
  if (
    named.length < 2 ||
    !/\p{L}/u.test(named) ||
    NO_ANSWER.test(normalizeText(named)) ||
    VAGUE.test(normalizeText(named))
  )
    return NONE;
  const listed = new Set(options.flatMap(option => normalizeText(option).match(/[\p{L}]+/gu) ?? []));
  if (
    !announced &&
    normalizeText(named)
      .split(/\s+/)
      .some(word => word.length > 3 && listed.has(word))
  )
    return NONE;
  if (measureGibberish(named, 'unknown') > 0.5) return NONE;
  const words = countWords(named);
  return words > 0 && words <= (announced ? 8 : 4) ? toReading(named, false) : NONE;
}
