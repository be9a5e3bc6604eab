/** Ways to say how often, each line one meaning; what an option and an answer have in common when they share no word. */
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

/** The meanings above that name a rate, from the highest to the lowest; the one after them is "less than that". */
const RATES = 6;

const meaningsOf = (text: string) => MEANINGS.flatMap((pattern, meaning) => (pattern.test(text) ? [meaning] : []));

/** The one option that means as often as the text says; undefined where there is none, or more than one. */
export function matchFrequency(text: string, options: string[]): number | undefined {
  const said = meaningsOf(text);
  if (said.length !== 1) return undefined;
  const fitting = options.flatMap((option, place) =>
    meaningsOf(option.toLowerCase()).includes(said[0]!) ? [place] : [],
  );
  if (fitting.length > 0 || said[0]! >= RATES) return fitting.length === 1 ? fitting[0] : undefined;
  // "Once a month" where the rarest rate on offer is "Once a week", and then "Less often".
  const offered = options.map(option => meaningsOf(option.toLowerCase()));
  const isRarest = offered.flat().every(meaning => meaning >= RATES || meaning < said[0]!);
  const rarer = offered.flatMap((meanings, place) => (meanings.includes(RATES) ? [place] : []));
  return isRarest && rarer.length === 1 ? rarer[0] : undefined;
}
