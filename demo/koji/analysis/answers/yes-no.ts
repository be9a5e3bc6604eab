import { getPrimaryLanguage } from '../language/detect-language.ts';
import { isAboutAnotherCase, splitIntoClauses } from './clauses.ts';
import { splitCorrections } from './corrections.ts';
import { normalizeText } from './normalize-text.ts';
import { negatesOtherVerb, readEcho, readNegatedNoun } from './question-echo.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';
import { findYesNoCues, readForeignYesNo, type YesNoCue } from './yes-no-cues.ts';

/** Signs that the text decides after some doubt. */
const DECIDES =
  /\b(?:but|so|though|still|overall|i'd (?:say|go)|i'll (?:say|go)|let'?s say|lean(?:ing)?|rather|probably|guess|suppose)\b|,\s*(?:yes|no|yeah|nah|not really|not at all|no way)\W*$/;
/** Words right before the decision. */
const DECISION_BEFORE =
  /\b(?:in the end|so (?:it's|that's|i'd say|overall)?|overall|all in all|final answer|i'd (?:have to )?say|my answer is|it's a|let'?s say)\W*(?:a )?$/;
/** Words right before a cue that is the answer, deep in a text. */
const ANSWER_BEFORE =
  /\b(?:answer(?: is| would be)?|say|it's a|that's a|go with|going with|a (?:clear|definite|firm|hard|big))\W*$/;
/** The text distinguishes between people. */
const FOR_SOMEBODY = /\bfor (?:my|our|the|his|her|their|him|them|some|others?|most)\b/;
const STARTS_WITH_CONDITION = /^\W*(?:\w+ )?(?:if|unless|when)\b/;
/** A condition that doesn't limit the answer. */
const HARMLESS_CONDITION = /\bif (?:i'm|you ask|i had to|i have to|pressed|pushed)\b/;
/** A cue after more words than this may belong to something else. */
const DEEP_CUE_WORDS = 6;
/** Longest distance between two cues, in characters, in answers such as "yeah, nah". */
const ADJACENT_CUES = 8;

const ASKS_ABOUT_ANYBODY = /\b(?:any|some)(?:body|one)\b/;
const NOBODY = /^\W*(?:nobody|no[ -]one|not a soul|not one (?:of them|person))\b(?!.*\bbut\b)/;
const SOMEBODY_DID =
  /^\W*(?:the|my|our|a|an|one of \w+) [a-z]+(?: [a-z]+)? (?:did|does|has|have|was|is|will|would)\W*$/;

/** "Used to", "I quit in May". */
const NO_LONGER = /\bused to\b|^\W*(?:i|we)(?:'ve| have)? (?:\w+ly )?(?:quit|stopped|gave up|given up)\b/;

const ASKS_EVER = /\byou ever\b/i;
/** "Once or twice." */
const SOME_TIMES =
  /^\W*(?:(?:yeah|well|oh|i think|at least|more than|about|like),? )*(?:once|twice|(?:a few|a couple of|lots of|many|several|plenty of|loads of|two|three|four|five|\d+) times)\b(?! (?:a|per|in)\b)/;

/** A request, to which a bare "ok" agrees. It says nothing about a fact. */
const ASKS_FOR_CONSENT = /^\W*(?:would|could|can|may|will|shall|are you (?:willing|happy|ok(?:ay)?|fine))\b/i;

/**
 * Reads yes or no from free text. Words of the question help with answers that say neither.
 * `locale` (BCP 47) adds the words for yes and no of that language.
 */
export function readYesNo(text: string, question: string, locale = 'en'): Reading<boolean> {
  const normalized = normalizeText(text);
  const foreign = readForeignYesNo(normalized, getPrimaryLanguage(locale));
  if (foreign !== undefined) return toReading(foreign);
  for (const part of splitCorrections(normalized).reverse()) {
    const reading = readPart(question, part);
    if (reading.kind !== 'none') return reading;
  }
  return NONE;
}

function readPart(question: string, text: string): Reading<boolean> {
  if (negatesOtherVerb(question, text)) return UNCLEAR;
  const specific = readSpecificAnswer(question, text);
  if (specific) return specific;
  const cues = findYesNoCues(text);
  if (cues.length === 0) return readNegatedNoun(question, text) ?? readEcho(question, text);
  const decisive = cues.filter(isDecisive);
  if (decisive.length > 0) return weighCues(question, text, cues, decisive);
  const echo = readEcho(question, text);
  return echo.kind === 'value' && cues[0]!.at > 20 ? echo : UNCLEAR;
}

/** Answers that only some questions allow. */
function readSpecificAnswer(question: string, text: string): Reading<boolean> | undefined {
  if (ASKS_ABOUT_ANYBODY.test(question.toLowerCase())) {
    if (NOBODY.test(text)) return toReading(false);
    if (SOMEBODY_DID.test(text)) return toReading(true, false);
  }
  if (/\bstill\b/i.test(question) && NO_LONGER.test(text)) return toReading(false, false);
  if (ASKS_EVER.test(question) && SOME_TIMES.test(text)) return toReading(true, false);
  const isOk = /^\W*(?:ok|okay|k|fine|alright|all right|deal)\W*$/.test(text);
  return ASKS_FOR_CONSENT.test(question) && isOk ? toReading(true, false) : undefined;
}

/** A cue that says yes or no. */
interface DecisiveCue extends YesNoCue {
  polarity: boolean;
}

const isDecisive = (cue: YesNoCue): cue is DecisiveCue => cue.polarity !== 'unsure';

/**
 * Chooses between the cues of a text, of which at least one is decisive. The order of the rules
 * matters.
 */
function weighCues(question: string, text: string, cues: YesNoCue[], decisive: DecisiveCue[]): Reading<boolean> {
  const [first, second] = decisive as [DecisiveCue, DecisiveCue | undefined];
  const isMixed = decisive.some(({ polarity }) => polarity !== first.polarity);
  if (isMixed && (cues.at(-1)!.polarity === 'unsure' || FOR_SOMEBODY.test(text))) return UNCLEAR;
  if (second && areAdjacentOpposites(text, first, second)) return toReading(second.polarity, false);
  if (cues[0]!.polarity === 'unsure') {
    return !isMixed && DECIDES.test(text) ? toReading(first.polarity, false) : UNCLEAR;
  }
  const decision = isMixed ? findDecision(text, decisive) : undefined;
  if (decision) return toReading(decision.polarity, false);
  const deepReading = readDeepCue(question, text, first, isMixed);
  if (deepReading) return deepReading;
  if (isLimited(text, first)) return UNCLEAR;
  if (cues.some(({ polarity, at }) => polarity === 'unsure' && at > first.at && at - first.at < 10)) {
    return /^\W*(?:yes|no|yeah|nah|nope|yep)\W/.test(text) ? toReading(first.polarity, false) : UNCLEAR;
  }
  return toReading(first.polarity, !isMixed);
}

/** "yeah, nah" and "no, yeah": of two short words side by side the second one counts. */
const areAdjacentOpposites = (text: string, first: DecisiveCue, second: DecisiveCue) =>
  first.polarity !== second.polarity &&
  second.at - first.at < ADJACENT_CUES &&
  /^\W*\w+[,.]?\s+\w+\W*(?:$|[,.])/.test(text);

/** The cue that decides between yes and no: "… but yes", "in the end, no". */
function findDecision(text: string, decisive: DecisiveCue[]): DecisiveCue | undefined {
  if (/\bbut (?:yes|yeah|no)\W*$/.test(text)) return decisive.at(-1);
  return decisive.find(
    ({ polarity, at }) =>
      polarity !== decisive[0]!.polarity && DECISION_BEFORE.test(text.slice(Math.max(0, at - 24), at)),
  );
}

/**
 * Reads a cue deep in a longer text, which may belong to something else; undefined if it is the
 * answer.
 */
function readDeepCue(question: string, text: string, cue: DecisiveCue, isMixed: boolean): Reading<boolean> | undefined {
  const before = text.slice(0, cue.at);
  if (before.trim().split(/\s+/).length <= DEEP_CUE_WORDS) return undefined;
  const echo = readEcho(question, text);
  if (echo.kind === 'value') return echo;
  if (ANSWER_BEFORE.test(before)) return undefined;
  const startsClause = /[.!?,;-]\s*$/.test(before);
  return echo.kind === 'none' && !isMixed && startsClause ? toReading(cue.polarity, false) : UNCLEAR;
}

/** Whether a cue holds only under a condition, or is about another case. */
function isLimited(text: string, cue: DecisiveCue): boolean {
  if (STARTS_WITH_CONDITION.test(text.slice(0, cue.at)) && !HARMLESS_CONDITION.test(text)) return true;
  const clause = splitIntoClauses(text).findLast(({ start }) => start <= cue.at);
  return clause !== undefined && isAboutAnotherCase(text.slice(clause.start, cue.at));
}
