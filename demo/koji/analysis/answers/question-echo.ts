import { stemWord } from '../language/stem.ts';
import { type Token, tokenize } from '../language/tokens.ts';
import { type Clause, isAboutAnotherCase, splitIntoClauses } from './clauses.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

/** Words that make it doubtful that the repeated word is the answer. */
const DOUBT =
  /\b(?:if|unless|wish|whether|almost|nearly|used to|would have|could have|'d have|should|hope|plan|want|might|may|maybe|perhaps|about to|thinking of|thought about|considering|considered|tried to|depends|could)\b/;
const NEGATION =
  /\b(?:not|never|no|nobody|hardly|barely|without|rarely|seldom|cannot|stopped|refuse|refused|failed|yet to|far from)\b|n't\b/;
/** Words after a verb that only change its degree. */
const DEGREE_WORDS = new Set(
  'lot much so really definitely indeed too well very already immediately enormously greatly massively tremendously all bit nicely'.split(
    ' ',
  ),
);
/** Verbs too general to show what an answer refers to. */
const GENERAL_VERBS = new Set(['do', 'have', 'be', 'say', 'think', 'feel', 'get', 'make', 'go', 'look', 'take']);

/** Prefixes that make an adjective its opposite. */
const NEGATIVE_PREFIX = /^(?:un|in|im|dis)/;
/**
 * Parts of speech that may precede the verb of an answer without a subject ("Not used", "Already
 * bought").
 */
const BEFORE_BARE_VERB = ['AUX', 'PART', 'ADV', 'INTJ', 'ADP'];
/** Parts of speech of a word that can change what a verb says: "it arrived late". */
const QUALIFIERS = ['ADJ', 'ADV', 'NOUN', 'PROPN'];

/** The words of a yes/no question that an answer can repeat. */
interface QuestionWords {
  /** All words, in lower case. */
  all: Set<string>;
  /** Lemmas of the main verbs. */
  verbs: Set<string>;
  /** Adjectives in a question such as "Was it clear?". */
  adjectives: Set<string>;
  /** Whether the question is about something or somebody other than the respondent. */
  isAboutOther: boolean;
}

function extractQuestionWords(question: string): QuestionWords {
  const tokens = tokenize(question);
  const startsWithBe = ['is', 'are', 'was', 'were', 'be'].includes(tokens[0]?.lower ?? '');
  const verbs = tokens.filter(({ pos, lemma }) => pos === 'VERB' && !GENERAL_VERBS.has(lemma));
  const adjectives = startsWithBe ? tokens.filter(({ pos }) => pos === 'ADJ') : [];
  return {
    all: new Set(tokens.map(({ lower }) => lower)),
    verbs: new Set(verbs.map(({ lemma }) => lemma)),
    adjectives: new Set(adjectives.map(({ lower }) => lower)),
    isAboutOther: tokens.length > 1 && !/^(?:you|your|i|we)$/.test(tokens[1]!.lower),
  };
}

/**
 * Reads an answer that repeats words of its question: "Have you contacted support?" "I contacted
 * them twice."
 */
export function readEcho(question: string, text: string): Reading<boolean> {
  const questionWords = extractQuestionWords(question);
  if (questionWords.verbs.size === 0 && questionWords.adjectives.size === 0) return NONE;
  const clauses = splitIntoClauses(text);
  for (const [index, clause] of clauses.entries()) {
    const tokens = tokenize(clause.text);
    const opposite = tokens.find(
      ({ lower }) => NEGATIVE_PREFIX.test(lower) && questionWords.adjectives.has(lower.replace(NEGATIVE_PREFIX, '')),
    );
    if (opposite) return NEGATION.test(clause.text.slice(0, opposite.start)) ? UNCLEAR : toReading(false, false);
    const echo = findEcho(tokens, questionWords, index === 0);
    if (!echo) continue;
    if (/\?/.test(text) || isDoubtful(clause, clauses[index + 1], echo)) return UNCLEAR;
    return readEchoClause(clause, echo, questionWords);
  }
  return NONE;
}

/**
 * A word of the question in a clause that says it of the respondent or of the thing asked about;
 * null without one.
 */
function findEcho(tokens: Token[], questionWords: QuestionWords, isFirstClause: boolean): Token | null {
  const { verbs, adjectives, isAboutOther } = questionWords;
  const index = tokens.findIndex(({ lemma, lower }) => verbs.has(lemma) || adjectives.has(lower));
  const echo = tokens[index];
  if (!echo) return null;
  const isAdjective = adjectives.has(echo.lower);
  const before = tokens.slice(0, index);
  const hasSubject = before.some(isFirstPerson) || ((isAdjective || isAboutOther) && before.some(isSubject));
  if (hasSubject) return echo;
  const isBare = before.every(({ pos, lower }) => BEFORE_BARE_VERB.includes(pos) || NEGATION.test(lower));
  // A verb in its dictionary form alone may be anything.
  const isInflected = isAdjective || before.length > 0 || echo.lower !== echo.lemma;
  return isFirstClause && isBare && isInflected ? echo : null;
}

const isFirstPerson = ({ lower }: Token) => /^(?:i|we)(?:'\w+)?$/.test(lower);
const isSubject = ({ lower }: Token) =>
  /^(?:i|we|it|they|that|this|he|she|all|everything|everyone)(?:'\w+)?$/.test(lower);

function isDoubtful(clause: Clause, nextClause: Clause | undefined, echo: Token): boolean {
  const upToEcho = clause.text.slice(0, echo.end).replace(/\b(?:could|couldn)(?:n't| not)\b/g, '');
  return DOUBT.test(upToEcho) || isAboutAnotherCase(clause.text, nextClause?.text);
}

function readEchoClause(clause: Clause, echo: Token, questionWords: QuestionWords): Reading<boolean> {
  const { all, adjectives, isAboutOther } = questionWords;
  const before = clause.text.slice(0, echo.start);
  const after = clause.text.slice(echo.end);
  const isAdjective = adjectives.has(echo.lower);
  // "Did it arrive on time?" "It arrived late": the verb alone doesn't answer.
  const isQualified = tokenize(after).some(
    ({ pos, lower }) => QUALIFIERS.includes(pos) && !all.has(lower) && !DEGREE_WORDS.has(lower),
  );
  if (isAboutOther && !isAdjective && isQualified) return UNCLEAR;
  if (isAdjective && /\b(?:too|more|less|fairly|somewhat|half)\b/.test(before)) return UNCLEAR;
  const isEmphatic =
    /n't wait to\b|never fail/.test(before) ||
    (/\b(?:can't|cannot|couldn't)\b/.test(before) && /\benough\b/.test(after));
  if (isEmphatic) return toReading(true, false);
  const isNegated = NEGATION.test(before) || /^\W*(?:\w+ )?(?:nothing|nobody|no one|none)\b/.test(after);
  return toReading(!isNegated, false);
}

/** Reads "No pets" as the answer to "Do you own a pet?". */
export function readNegatedNoun(question: string, text: string): Reading<boolean> | undefined {
  const noun = /^\W*no ([a-z]+)\b/.exec(text)?.[1];
  if (!noun) return undefined;
  const isInQuestion = tokenize(question).some(
    ({ pos, lower }) => pos === 'NOUN' && stemWord(lower) === stemWord(noun),
  );
  return isInQuestion ? toReading(false) : undefined;
}

/**
 * Whether a text negates a verb other than the question's: "I never looked" to "Did you find it?".
 * Nothing follows from it for certain.
 */
export function negatesOtherVerb(question: string, text: string): boolean {
  const negated = /^\W*(?:(?:i|we)(?:'ve| have)? )?never (?:even |really |actually )?(\w+)/.exec(text)?.[1];
  const isPastTense = /ed$|^(?:saw|went|came|found|took|bought|sent|got|heard|met|wrote|knew|thought)$/;
  if (!negated || !isPastTense.test(negated)) return false;
  const { verbs, isAboutOther } = extractQuestionWords(question);
  const [verb] = tokenize(negated);
  if (isAboutOther || verbs.size === 0 || !verb) return false;
  return !verbs.has(verb.lemma) && !/^(?:need|want|happen|bother|occur)/.test(verb.lower);
}
