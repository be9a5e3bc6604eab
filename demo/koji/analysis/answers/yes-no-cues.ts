/** What a cue says: yes (`true`), no (`false`), or neither. */
export type Polarity = boolean | 'unsure';

/** A phrase that answers a yes/no question, or says that it can't. */
export interface YesNoCue {
  polarity: Polarity;
  /** Offset in the text. */
  at: number;
}

/** Phrases that count anywhere. */
const anywhere = (...phrases: string[]) => new RegExp(`(?<![\\w'])(?:${phrases.join('|')})(?![\\w'])`, 'g');
/** Phrases that count only at the start of the text. */
const atStart = (...phrases: string[]) => new RegExp(`^\\W*(?:${phrases.join('|')})(?![\\w'])`, 'g');
/** Phrases that count only at the end of a clause. */
const atClauseEnd = (...phrases: string[]) =>
  new RegExp(`(?<![\\w'])(?:${phrases.join('|')})(?=\\W*$|\\s*[,.;!?])`, 'g');

const PRONOUN = '(?:i|we|it|they|he|she|that|there|this|one|you)';
const AFTER_AUXILIARY =
  '(?= (?:but|because|and|since|though|although|when|every|once|twice|until|before)\\b|\\W*$|\\s*[,.;!?])';
const ADVERB =
  "(?:of course|absolutely|certainly|definitely|probably|most likely|surely|obviously|clearly|honestly|mostly|largely|maybe|probs?|perhaps|possibly|ideally|likely|hopefully|sadly|unfortunately|apparently|preferably|usually|actually|rather|better|i hope|i guess|i suppose|i(?:'m| am) afraid|guess|hell|really|why)";
const OPINION_VERB = '(?:think|guess|believe|suppose|reckon|hope|imagine|say|expect)';
/**
 * What may follow a yes or no that is an answer, and not part of another expression ("no time",
 * "yes man").
 */
const END_OF_ANSWER =
  "(?=\\W*$|\\s*[,.:;!?\\n()–—-]|\\s(?:but|because|and|though|although|since|as|'?cause|cos|so|i|we|it|they|he|she|that|that's|it's|i'm|i'd|i've|they're|not|never|thanks|thank|there|my|our|the|at|for|to|in|on|of|from|really|definitely|absolutely|please|sir|madam|mate|man|still|if|when|with|only|way|chance|sorry|unfortunately|sadly|yes|no|yeah|nah|actually|probably|mostly|usually|sometimes|often|just|quite|very|a|an|all|always|once|twice|every|last|this|apart|except|again)\\b)";

const CANNOT_SAY =
  "(?:can't|cannot|couldn't) (?:really |honestly )?say (?:that )?(?:i|we)(?:'ve)?(?: (?:have|do|did|am|was|would|ever))?";
const NO_CHANCE =
  "(?:haven't|hasn't|didn't|never)(?: yet)? (?:had|have|got|get|gotten)(?: (?:the|a|any))? (?:chance|time|opportunity)";

/** The cues, the most specific first. A word belongs to the first cue that matches it. */
const CUES: readonly { polarity: Polarity; pattern: RegExp }[] = [
  { polarity: false, pattern: anywhere(CANNOT_SAY, NO_CHANCE) },
  { polarity: true, pattern: anywhere("wouldn't mind(?: (?:it|that|at all))?") },
  {
    polarity: 'unsure',
    pattern: anywhere(
      'yes and no',
      'yes or no',
      'neither yes nor no',
      'definitely maybe',
      '(?<!not )until (?:last|recently|this|the|we|i|it)',
      '(?:it |that |this )?(?:really |kind of |kinda )?depends',
      '(?:50|fifty)[ -/](?:50|fifty)',
      '(?:hard|difficult|tough) to (?:say|tell)',
      'too (?:early|soon) to (?:say|tell)',
      "we'll see",
      'no (?:idea|clue|opinion|comment|preference|answer|strong feelings?)',
      "(?:don't|do not|didn't|couldn't|can't|wouldn't|cannot) (?:really |actually |quite |honestly |even |want to )?(?:know|recall|remember|say|tell|decide|care|mind|answer)(?! (?:yes|no)\\b)",
      "(?:wouldn't|can't|cannot|couldn't) say (?:yes|no)",
      "(?:rather not|prefer not to|don't (?:want|wish) to|won't|not going to) (?:say|tell|answer|comment|share|discuss|get into)\\b[^,.;]*",
      'dunno',
      'idk',
      'not (?:entirely |quite |really |so |too |100% |totally |completely )?(?:sure|certain)',
      'undecided',
      'in two minds',
      'torn',
      'sort of',
      'kind of',
      'kinda',
      'in a way',
      'to (?:some|a certain|an) (?:extent|degree)',
      'half and half',
      'partly',
      'partially',
      'sometimes',
      'now and (?:then|again)',
      'on and off',
      'once in a while',
      'maybe(?! (?:yes|no|not)\\b)',
      'perhaps(?! (?:yes|no|not)\\b)',
      'possibly(?! not\\b)',
      'could be',
      'only if',
      'ask me (?:later|again)',
      'so-so',
      'more or less',
      'one (?:does|is|has|did), one',
      // Ironic.
      '(?<=^\\W*)(?:yeah|yea|ya),? right(?=\\W*$|\\s*,)',
      'as if(?=\\W*$)',
    ),
  },
  {
    polarity: false,
    pattern: anywhere(
      'over my dead body',
      'when (?:hell freezes over|pigs fly)',
      'fat chance',
      "(?:don't|can't|cannot) (?:really )?see why (?:i|we) (?:should|would)",
      "(?:you|you've|they) (?:must be|have to be|got to be|gotta be) (?:joking|kidding)",
    ),
  },
  {
    polarity: true,
    pattern: anywhere(
      '(?:fine|ok(?:ay)?|good|cool|alright) (?:by|with|for) (?:me|us)',
      "(?:i(?:'m| am)|we(?:'re| are)) (?:fine|ok(?:ay)?|cool|happy|comfortable) with (?:it|that|this)",
      '(?:have |got )?no objections?(?= |\\W*$)',
      '(?:works|sounds (?:good|fine|great)) (?:for|to) (?:me|us)',
      'go (?:right )?ahead',
      'be my guest',
    ),
  },
  {
    polarity: true,
    pattern: anywhere(
      '(?:no|without(?: a)?|beyond(?: a)?) (?:doubt|question|hesitation)s?(?: about it)?',
      'without hesitat(?:ion|ing)',
      'in a heartbeat',
      "(?:wouldn't|won't) miss (?:it|that|this|one)",
      "why (?:not|wouldn't (?:i|we))",
      "who wouldn't",
      'of course(?! not\\b)',
      'you bet',
      'by all means',
      'for sure',
      'hell yes',
      'no problems?,? (?:yes|sure)',
      `(?<!not )(?<!n't )(?<!do not )${OPINION_VERB} so`,
      "(?:i(?:'m| am) )?afraid so",
      "(?:that's|that is) (?:the|our|my) (?:plan|idea|intention|hope)",
      'most (?:definitely|certainly)(?! not\\b)',
      '(?<!not )(?:very )?much so',
      "(?:don't|can't) see (?:any reason )?why not",
    ),
  },
  {
    polarity: true,
    pattern: atClauseEnd(
      "(?:i'd|i would|we'd|we would) (?:love|like|be (?:happy|glad|delighted|pleased)) to(?: again)?(?!.{0,200}\\bbut\\b)",
    ),
  },
  {
    polarity: false,
    pattern: anywhere(
      'not (?:really|at all|yet|quite|especially|particularly|exactly|in the (?:slightest|least)|so much|a chance|ever|anymore|any more|any longer|necessarily|likely|remotely|so far|as far as i|personally|even once|once|recently|lately|currently)',
      "not that i(?:'m| am|'ve| have)?(?: can)? (?:know|recall|remember|aware|noticed|seen|heard|can think)(?: of)?",
      'not (?:for (?:me|us)|in my (?:experience|case)|at (?:the moment|present|this (?:point|time)))',
      'no (?:way|chance|longer|thanks|thank you|sir|not|never|more)',
      '(?<!say )never(?! (?:mind|fails?|disappoints?|better|say never)\\b)',
      'by no means',
      `${ADVERB} not`,
      '(?:absolutely|definitely|certainly|surely|probably|clearly|hell|oh|god) no',
      `(?:don't|do not|didn't) (?:really )?${OPINION_VERB} (?:so|i|we|it|that|they)`,
      '(?:highly |very much |seriously |really )?doubt (?:it|that|so)',
      'no need(?= (?:for|to|so far|yet)\\b|\\W*$|\\s*[,.;!])',
      'not (?:even )?(?:close|nearly)(?=\\W*$|\\s*[,.;!])',
      'hardly(?: ever)?',
      'barely',
      'unlikely',
      'not a (?:single|bit|fan)',
      'far from it',
      'quite the opposite',
      'on the contrary',
      'not in a (?:million|thousand|hundred) years',
    ),
  },
  {
    polarity: false,
    pattern: atStart(
      'nothing(?! but\\b)',
      'nobody(?=\\W*$|[,.;])',
      'neither',
      'none',
      'not (?:everything|all|every|any\\w*|a single|one|both|much|today|now)',
      'not (?:at|with|unless|until|if|in|on|under|after|before|from|without|like|for|by|via|through)',
      "please (?:don't|do not)",
      'negative(?=\\W*$)',
      'false',
      'incorrect',
      'wrong',
      'rarely',
      'seldom',
      'nuh-?uh',
    ),
  },
  { polarity: false, pattern: atClauseEnd('none(?: at all| whatsoever)?') },
  {
    polarity: true,
    pattern: new RegExp(
      `(?<![\\w'])(?:(?:yes+|yea+h*|yep+|yup+|ye|ya|yah|aye|y)${END_OF_ANSWER}|yes+|yeah|yep|yup)(?![\\w'])`,
      'g',
    ),
  },
  {
    polarity: false,
    pattern: new RegExp(`(?<![\\w'])(?:(?:no+|nah+|nope+|naw|nay|n)${END_OF_ANSWER}|nah|nope)(?![\\w'])`, 'g'),
  },
  {
    polarity: true,
    pattern: atStart(
      "(?:sure|sure thing|definitely|absolutely|certainly|totally|indeed|correct|right|exactly|affirmative|always|true|obviously|clearly|naturally|frequently|often|all the time|every (?:time|day|week|month)|completely|very|probably|likely|most likely|surely|gladly|happily|mostly|usually|regularly|with pleasure|mm?-?hm+|uh-?huh)(?! (?:not|no|never|why|the|how|what|if|good|bad|nice|clear|easy|hard|much)\\b)(?! \\w+n't\\b)",
      'pretty much(?=\\W*$|[,.]| yes| so)',
      'will do',
      'already (?:did|have|do|am|has)',
    ),
  },
  { polarity: true, pattern: /^\W*(?:100 ?%|👍|✅|✔)/gu },
  { polarity: false, pattern: /^\W*(?:👎|❌)/gu },
  {
    polarity: true,
    pattern: new RegExp(
      `(?:^|[,.;]|\\b(?:and|but|so))\\W{0,10}(?:\\w+,? )?(?:(?:i|we)(?:'d| would)? ${OPINION_VERB} )?${PRONOUN} (?!(?:hard|rare|bare|scarce|near|on)ly\\b)(?:(?:\\w+ly|sure|always|often|still|just) )?(?:do|does|did|have|has|had|am|are|is|was|were|will|would|can|could|should|might)(?: (?!(?:bad|poor|bare|hard|near|part|partial|rare|possib|on|scarce)ly\\b)(?:\\w+ly|indeed|too|so|already|yes|often|now|again|twice|once|before|myself|today|yesterday|in the end|at last|as well|all the time))?\\s*${AFTER_AUXILIARY}`,
      'g',
    ),
  },
  {
    polarity: false,
    pattern: atClauseEnd(
      "(?<=^\\W{0,10}(?:(?:probably|certainly|definitely|absolutely|honestly|most likely|well|hm+|no|i|we|it|they|he|she)\\W{1,5}){0,5})(?:haven't|hasn't|didn't|don't|doesn't|can't|cannot|couldn't|won't|wouldn't|isn't|wasn't|aren't|shouldn't)(?: (?:yet|so far|ever|anymore|really|actually))*",
    ),
  },
  { polarity: true, pattern: atStart('sure (?:did|do|does|is|was|have|has|would|will|am)') },
  {
    polarity: false,
    pattern: new RegExp(
      `(?:^|[,.;]|\\b(?:and|but|so))\\W{0,10}(?:\\w+,? )?(?:(?:i|we)(?:'d| would)? ${OPINION_VERB} )?${PRONOUN} ?(?:(?:do|does|did|have|has|had|are|is|was|were|will|would|can|could|should|wo|ca)(?:n't| not|not)|'m not|am not|'s not|'re not)(?: (?:really|actually|yet|at all|so|either|anymore|any more|often|one|any))?\\s*${AFTER_AUXILIARY}`,
      'g',
    ),
  },
];

/** Finds the cues of a normalized text, from left to right. */
export function findYesNoCues(text: string): YesNoCue[] {
  const cues: YesNoCue[] = [];
  let rest = text;
  for (const { polarity, pattern } of CUES) {
    for (const match of rest.matchAll(pattern)) {
      const firstLetter = Math.max(0, match[0].search(/[\p{L}\p{N}\p{S}]/u));
      cues.push({ polarity, at: match.index + firstLetter });
    }
    rest = rest.replace(pattern, phrase => '_'.repeat(phrase.length));
  }
  return cues.sort((a, b) => a.at - b.at);
}

/** Yes and no in other languages, at the start of an answer. */
const FOREIGN_YES_NO: Record<string, { yes: string; no: string }> = {
  de: {
    yes: 'ja+|jawohl|jep|jup|klar|natürlich|auf jeden fall|unbedingt|sicher|genau|doch|stimmt|definitiv',
    no: 'nein|nee+|nö+|keineswegs|niemals|nie|auf keinen fall|eher nicht|nicht wirklich|noch nicht|überhaupt nicht|leider nicht|gar nicht',
  },
  fr: {
    yes: 'oui+|ouais|si|bien sûr|tout à fait|absolument|exactement|certainement',
    no: 'non+|jamais|pas (?:vraiment|du tout|encore|trop)|nan',
  },
  es: {
    yes: 's[ií]+|claro|por supuesto|desde luego|cierto|exacto',
    no: 'no+|nunca|jamás|para nada|todavía no|en absoluto',
  },
  it: { yes: 's[iì]+|certo|certamente|esatto|assolutamente sì', no: 'no+|mai|per niente|non (?:proprio|ancora)' },
  pt: { yes: 'sim+|claro|com certeza|exato', no: 'não+|nao+|nunca|jamais|ainda não' },
  nl: {
    yes: 'ja+|jazeker|zeker|natuurlijk|klopt|jawel',
    no: 'nee+|nooit|niet (?:echt|meer)|nog niet|absoluut niet|helemaal niet',
  },
  sv: { yes: 'ja+|jo|japp|absolut|självklart', no: 'nej+|aldrig|inte alls' },
  da: { yes: 'ja+|jo|selvfølgelig', no: 'nej+|aldrig|slet ikke' },
  pl: { yes: 'tak|oczywiście|jasne', no: 'nie+|nigdy|raczej nie' },
};

/**
 * The yes or no that a normalized text starts with, in another language than English (its primary
 * subtag). Undefined if it starts with neither, or the language is not supported.
 */
export function readForeignYesNo(text: string, language: string): boolean | undefined {
  const phrases = FOREIGN_YES_NO[language];
  if (!phrases) return undefined;
  const startsWith = (list: string) => new RegExp(`^\\W*(?:${list})(?![\\p{L}])`, 'u').test(text);
  const [isYes, isNo] = [startsWith(phrases.yes), startsWith(phrases.no)];
  return isYes === isNo ? undefined : isYes;
}
