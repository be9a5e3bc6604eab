/**
 * Ways to say how often, one meaning per line. An option and an answer with no word in common may
 * share a meaning.
 */
const MEANINGS: readonly RegExp[] = [
  /\b(?:daily|(?:every|each)(?: single)? (?:day|morning|evening|night)|day (?:in,? day out|to day)|once a day|all day)\b/,
  /\b(?:(?:(?:several|a few|multiple|a couple(?: of)?|two|three|four|five|2|3|4|5|2-3|3-4) (?:times|days)|twice|[2-5]x) (?:a|per|each) week)\b/,
  /\b(?:weekly|(?:every|each) (?:week|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend)|once a week|once per week)\b/,
  /\b(?:(?:several|a few|multiple|a couple(?: of)?|two|three|2|3|2-3) times (?:a|per|each) month|twice a month|fortnightly|every (?:two|other|couple of) weeks?|biweekly)\b/,
  /\b(?:monthly|(?:every|each) month|once a month|once per month)\b/,
  /\b(?:yearly|annually|(?:every|each) year|once a year)\b/,
  /\b(?:rarely|seldom|hardly ever|almost never|barely ever|once in a blue moon|very occasionally|not (?:very )?often|less (?:often|frequently)|not much)\b/,
  /\b(?<!(?:almost|hardly) )(?:never|not once|not ever)\b/,
  /\b(?:often|frequently|a lot|regularly|all the time|most of the time)\b/,
  /\b(?:sometimes|occasionally|now and (?:then|again)|from time to time|once in a while)\b/,
  /\b(?:always|every time|without exception|each time)\b/,
];

/**
 * So many of the meanings are rates, from the highest to the lowest. The meaning after them is
 * "less often than that".
 */
const RATE_COUNT = 6;
const LESS_OFTEN = RATE_COUNT;

const listMeanings = (text: string) => MEANINGS.flatMap((pattern, meaning) => (pattern.test(text) ? [meaning] : []));

/**
 * The index of the only option with the frequency of the text; undefined if there is none, or more
 * than one.
 */
export function matchFrequency(text: string, options: string[]): number | undefined {
  const textMeanings = listMeanings(text);
  if (textMeanings.length !== 1) return undefined;
  const meaning = textMeanings[0]!;
  const optionMeanings = options.map(option => listMeanings(option.toLowerCase()));
  const listOptionsWith = (wanted: number) =>
    optionMeanings.flatMap((meanings, option) => (meanings.includes(wanted) ? [option] : []));
  const matching = listOptionsWith(meaning);
  if (matching.length > 0 || meaning >= RATE_COUNT) return matching.length === 1 ? matching[0] : undefined;
  // "Once a month", if the options end with "Once a week" and "Less often".
  const isRarest = optionMeanings.flat().every(other => other >= RATE_COUNT || other < meaning);
  const lessOften = listOptionsWith(LESS_OFTEN);
  return isRarest && lessOften.length === 1 ? lessOften[0] : undefined;
}
