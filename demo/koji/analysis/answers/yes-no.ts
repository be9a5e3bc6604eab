import { getPrimaryLanguage } from '../language/detect-language.ts';
import { stemWord } from '../language/stem.ts';
import { type Token, tokenize } from '../language/tokens.ts';
import { isAboutAnotherCase, splitIntoClauses } from './clauses.ts';
import { splitCorrections } from './corrections.ts';
import { normalizeText } from './normalize-text.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';
import { findYesNoCues, readForeignYesNo } from './yes-no-cues.ts';

const DOUBT =
  /\b(?:if|unless|wish|whether|almost|nearly|used to|would have|could have|'d have|should|hope|plan|want|might|may|maybe|perhaps|about to|thinking of|thought about|considering|considered|tried to|depends|could)\b/;
const NEGATION =
  /\b(?:not|never|no|nobody|hardly|barely|without|rarely|seldom|cannot|stopped|refuse|refused|failed|yet to|far from)\b|n't\b/;
const DEGREE = new Set(
  'lot much so really definitely indeed too well very already immediately enormously greatly massively tremendously all bit nicely'.split(
    ' ',
  ),
);
const PALE_VERBS = new Set(['do', 'have', 'be', 'say', 'think', 'feel', 'get', 'make', 'go', 'look', 'take']);

const isSpeaker = ({ lower }: Token) => /^(?:i|we)(?:'\w+)?$/.test(lower);
const isSubject = ({ lower }: Token) =>
  /^(?:i|we|it|they|that|this|he|she|all|everything|everyone)(?:'\w+)?$/.test(lower);

/** The words of a question that an answer can take up: its full verbs, and what it asks whether something is. */
function echoesOf(question: string): {
  all: Set<string>;
  verbs: Set<string>;
  traits: Set<string>;
  /** Whether it asks about something or somebody rather than about the respondent. */
  aboutThing: boolean;
} {
  const words = tokenize(question);
  const asksWhetherIs = ['is', 'are', 'was', 'were', 'be'].includes(words[0]?.lower ?? '');
  return {
    all: new Set(words.map(({ lower }) => lower)),
    aboutThing: words.length > 1 && !/^(?:you|your|i|we)$/.test(words[1]!.lower),
    verbs: new Set(words.filter(word => word.pos === 'VERB' && !PALE_VERBS.has(word.lemma)).map(({ lemma }) => lemma)),
    traits: new Set(asksWhetherIs ? words.filter(word => word.pos === 'ADJ').map(({ lower }) => lower) : []),
  };
}

/** An answer that takes up the question's own words: "Have you contacted support?" "I contacted them twice." */
function byEcho(question: string, text: string): Reading<boolean> {
  const { all, verbs, traits, aboutThing } = echoesOf(question);
  if (verbs.size === 0 && traits.size === 0) return NONE;
  const clauses = splitIntoClauses(text);
  for (const [at, clause] of clauses.entries()) {
    const words = tokenize(clause.text);
    const opposite = words.find(
      word => /^(?:un|in|im|dis)/.test(word.lower) && traits.has(word.lower.replace(/^(?:un|in|im|dis)/, '')),
    );
    if (opposite) return NEGATION.test(clause.text.slice(0, opposite.start)) ? UNCLEAR : toReading(false, false);
    const place = words.findIndex(word => verbs.has(word.lemma) || traits.has(word.lower));
    const echo = words[place];
    if (!echo) continue;
    const isTrait = traits.has(echo.lower);
    const ahead = words.slice(0, place);
    const isMine = ahead.some(isSpeaker) || ((isTrait || aboutThing) && ahead.some(isSubject));
    const isBare =
      at === 0 &&
      ahead.every(word => ['AUX', 'PART', 'ADV', 'INTJ', 'ADP'].includes(word.pos) || NEGATION.test(word.lower));
    const isInflected = isTrait || ahead.length > 0 || echo.lower !== echo.lemma;
    if (!isMine && !(isBare && isInflected)) continue;
    if (
      DOUBT.test(clause.text.slice(0, echo.end).replace(/\b(?:could|couldn)(?:n't| not)\b/g, '')) ||
      isAboutAnotherCase(clause.text, clauses[at + 1]?.text) ||
      /\?/.test(text)
    )
      return UNCLEAR;
    const before = clause.text.slice(0, echo.start);
    const after = clause.text.slice(echo.end);
    // "Did it arrive on time?" "It arrived late": the verb alone does not say it.
    const isChanged = tokenize(after).some(
      ({ pos, lower }) => ['ADJ', 'ADV', 'NOUN', 'PROPN'].includes(pos) && !all.has(lower) && !DEGREE.has(lower),
    );
    if (aboutThing && !isTrait && isChanged) return UNCLEAR;
    if (isTrait && /\b(?:too|more|less|fairly|somewhat|half)\b/.test(before)) return UNCLEAR;
    if (
      /n't wait to\b|never fail/.test(before) ||
      (/\b(?:can't|cannot|couldn't)\b/.test(before) && /\benough\b/.test(after))
    )
      return toReading(true, false);
    return toReading(!NEGATION.test(before) && !/^\W*(?:\w+ )?(?:nothing|nobody|no one|none)\b/.test(after), false);
  }
  return NONE;
}

/** "Do you own a pet?" "No pets." */
function byDeniedNoun(question: string, text: string): Reading<boolean> | undefined {
  const denied = /^\W*no ([a-z]+)\b/.exec(text)?.[1];
  if (!denied) return undefined;
  return tokenize(question).some(word => word.pos === 'NOUN' && stemWord(word.lower) === stemWord(denied))
    ? toReading(false)
    : undefined;
}

const SETTLES =
  /\b(?:but|so|though|still|overall|i'd (?:say|go)|i'll (?:say|go)|let'?s say|lean(?:ing)?|rather|probably|guess|suppose)\b|,\s*(?:yes|no|yeah|nah|not really|not at all|no way)\W*$/;
const SETTLED_BEFORE =
  /\b(?:in the end|so (?:it's|that's|i'd say|overall)?|overall|all in all|final answer|i'd (?:have to )?say|my answer is|it's a|let'?s say)\W*(?:a )?$/;
const ANNOUNCED =
  /\b(?:answer(?: is| would be)?|say|it's a|that's a|go with|going with|a (?:clear|definite|firm|hard|big))\W*$/;
const OF_SOMEBODY = /\bfor (?:my|our|the|his|her|their|him|them|some|others?|most)\b/;
const CONDITION_FIRST = /^\W*(?:\w+ )?(?:if|unless|when)\b/;
const BENIGN_CONDITION = /\bif (?:i'm|you ask|i had to|i have to|pressed|pushed)\b/;
const DEEP = 6;

/** "I never looked" to "Did you find it?": a denial of something else, from which nothing follows for certain. */
function deniesSomethingElse(question: string, text: string): boolean {
  const denied = /^\W*(?:(?:i|we)(?:'ve| have)? )?never (?:even |really |actually )?(\w+)/.exec(text);
  if (!denied || !/ed$|^(?:saw|went|came|found|took|bought|sent|got|heard|met|wrote|knew|thought)$/.test(denied[1]!))
    return false;
  const { verbs, aboutThing } = echoesOf(question);
  const [verb] = tokenize(denied[1]!);
  return (
    !aboutThing &&
    verb !== undefined &&
    verbs.size > 0 &&
    !verbs.has(verb.lemma) &&
    !/^(?:need|want|happen|bother|occur)/.test(verb.lower)
  );
}

const ASKS_OF_ANYBODY = /\b(?:any|some)(?:body|one)\b/;
const NOBODY = /^\W*(?:nobody|no[ -]one|not a soul|not one (?:of them|person))\b(?!.*\bbut\b)/;
const SOMEBODY_DID =
  /^\W*(?:the|my|our|a|an|one of \w+) [a-z]+(?: [a-z]+)? (?:did|does|has|have|was|is|will|would)\W*$/;

/** "Did anybody explain it to you?" "Nobody did", "The nurse did": the subject answers. */
function bySubject(question: string, text: string): Reading<boolean> | undefined {
  if (!ASKS_OF_ANYBODY.test(question.toLowerCase())) return undefined;
  return NOBODY.test(text) ? toReading(false) : SOMEBODY_DID.test(text) ? toReading(true, false) : undefined;
}

const NO_LONGER = /\bused to\b|^\W*(?:i|we)(?:'ve| have)? (?:\w+ly )?(?:quit|stopped|gave up|given up)\b/;

/** "Do you still play?" "Used to", "I quit in May". */
const hasStopped = (question: string, text: string) => /\bstill\b/i.test(question) && NO_LONGER.test(text);

const ASKS_WHETHER_EVER = /\byou ever\b/i;
const SO_OFTEN =
  /^\W*(?:(?:yeah|well|oh|i think|at least|more than|about|like),? )*(?:once|twice|(?:a few|a couple of|lots of|many|several|plenty of|loads of|two|three|four|five|\d+) times)\b(?! (?:a|per|in)\b)/;

/** "Have you ever left your bike with us?" "Once or twice." */
const hasAtTimes = (question: string, text: string) => ASKS_WHETHER_EVER.test(question) && SO_OFTEN.test(text);

/** What a bare "ok" agrees to: something that is asked for, never a fact. */
const ASKS_CONSENT = /^\W*(?:would|could|can|may|will|shall|are you (?:willing|happy|ok(?:ay)?|fine))\b/i;

function readPart(question: string, text: string): Reading<boolean> {
  if (deniesSomethingElse(question, text)) return UNCLEAR;
  const answered = bySubject(question, text);
  if (answered) return answered;
  if (hasStopped(question, text)) return toReading(false, false);
  if (hasAtTimes(question, text)) return toReading(true, false);
  if (ASKS_CONSENT.test(question) && /^\W*(?:ok|okay|k|fine|alright|all right|deal)\W*$/.test(text))
    return toReading(true, false);
  const cues = findYesNoCues(text);
  const decisive = cues.flatMap(({ verdict, at }) => (verdict === 'unsure' ? [] : [{ verdict, at }]));
  const first = cues[0];
  if (!first) return byDeniedNoun(question, text) ?? byEcho(question, text);
  const [one, two] = decisive;
  if (!one) {
    const echo = byEcho(question, text);
    return echo.kind === 'value' && first.at > 20 ? echo : UNCLEAR;
  }
  const verdicts = new Set(decisive.map(({ verdict }) => verdict));
  if (verdicts.size > 1 && (cues.at(-1)!.verdict === 'unsure' || OF_SOMEBODY.test(text))) return UNCLEAR;
  // "yeah, nah" and "no, yeah": of two short words side by side the last one is meant.
  if (two && one.verdict !== two.verdict && two.at - one.at < 8 && /^\W*\w+[,.]?\s+\w+\W*(?:$|[,.])/.test(text)) {
    return toReading(two.verdict, false);
  }
  if (first.verdict === 'unsure')
    return verdicts.size === 1 && SETTLES.test(text) ? toReading(one.verdict, false) : UNCLEAR;
  const last = decisive.at(-1)!;
  if (verdicts.size > 1 && /\bbut (?:yes|yeah|no)\W*$/.test(text)) return toReading(last.verdict, false);
  const settledLater = decisive.find(
    ({ verdict, at }) => verdict !== one.verdict && SETTLED_BEFORE.test(text.slice(Math.max(0, at - 24), at)),
  );
  if (settledLater) return toReading(settledLater.verdict, false);

  const before = text.slice(0, one.at);
  if (before.trim().split(/\s+/).length > DEEP) {
    // A cue deep in a longer text may belong to something else.
    const echo = byEcho(question, text);
    if (echo.kind === 'value') return echo;
    if (!ANNOUNCED.test(before)) {
      return echo.kind === 'none' && verdicts.size === 1 && /[.!?,;-]\s*$/.test(before)
        ? toReading(one.verdict, false)
        : UNCLEAR;
    }
  }
  if (CONDITION_FIRST.test(before) && !BENIGN_CONDITION.test(text)) return UNCLEAR;
  const clause = splitIntoClauses(text).findLast(({ start }) => start <= one.at);
  if (clause && isAboutAnotherCase(text.slice(clause.start, one.at))) return UNCLEAR;
  if (cues.some(({ verdict, at }) => verdict === 'unsure' && at > one.at && at - one.at < 10)) {
    return /^\W*(?:yes|no|yeah|nah|nope|yep)\W/.test(text) ? toReading(one.verdict, false) : UNCLEAR;
  }
  return toReading(one.verdict, verdicts.size === 1);
}

/**
 * Reads yes or no from free text. The question's own words help to understand an answer that says neither;
 * `locale` (BCP 47) adds the yes and no of that language.
 */
export function readYesNo(text: string, question: string, locale = 'en'): Reading<boolean> {
  const low = normalizeText(text);
  const elsewhere = readForeignYesNo(low, getPrimaryLanguage(locale));
  if (elsewhere !== undefined) return toReading(elsewhere);
  for (const part of splitCorrections(low).reverse()) {
    const reading = readPart(question, part);
    if (reading.kind !== 'none') return reading;
  }
  return NONE;
}
