import type { AnswerValue } from '../../../../src/interview/questions.ts';
import type { StructuredGuideQuestion } from '../../guides/guide.ts';
import { splitSentences } from '../language/sentences.ts';
import { stemWord } from '../language/stem.ts';
import { countWords, tokenize } from '../language/tokens.ts';
import { countHedges } from './hedges.ts';
import { normalizeText } from './normalize-text.ts';
import { readAnswer } from './read-answer.ts';

/**
 * A value that the respondent gave before the question was asked, with the sentence that says it.
 */
export interface EarlierAnswer {
  value: AnswerValue;
  sentence: string;
}

/** A longer sentence says too many things to be an answer. In words. */
const LONGEST_SENTENCE = 25;
/**
 * How many content words a sentence must share with the question to count as its answer. Null for
 * lists and orders: a remark hardly names all of them, so they are always asked for.
 */
const FEWEST_SHARED_WORDS = { scale: 1, single_choice: 1, yes_no: 2, multiple_choice: null, ranking: null } as const;
const CONTENT_WORDS = ['NOUN', 'VERB', 'ADJ', 'ADV', 'PROPN'];
/** Words of a question that don't name its subject. */
const GENERAL_WORDS = new Set(
  'be do have will would could can get go make imagine think say tell use used choose day time please put order best fit team all one scale rate number now really so just very ever never not'.split(
    ' ',
  ),
);
/** Signs that a number is a rating. */
const RATING = /\b(?:out of|rating|rate[ds]?|score|points?|stars?)\b|\d\s?\/\s?\d/;
/** The sentence is about the respondent. */
const FIRST_PERSON = /^\W*(?:\w+,? ){0,3}(?:i|we)\b/;
const MODAL = /\b(?:will|would|can|could|cannot)\b|\b(?:wo|would|could|ca)n't\b|'(?:ll|d)\b/;
const DOUBT = /\b(?:if|unless|wish|might|may|maybe|perhaps|depends|considering|thinking)\b|\?/;

/**
 * The value of a structured question that follows beyond doubt from earlier messages in English;
 * null if there is none. It needs a sentence that shares words with the question and states one
 * value without doubt. The latest message wins.
 */
export function findEarlierAnswer(
  question: StructuredGuideQuestion,
  messages: readonly string[],
): EarlierAnswer | null {
  const fewestShared = FEWEST_SHARED_WORDS[question.type];
  if (fewestShared === null) return null;
  const canAnswer = createPrefilter(question);
  let questionStems: Set<string> | undefined;
  for (const { text: sentence } of messages.toReversed().flatMap(splitSentences)) {
    const normalized = normalizeText(sentence);
    if (!canAnswer(normalized) || isDoubtful(sentence, normalized)) continue;
    questionStems ??= listContentStems(question.text);
    const shared = [...listContentStems(sentence)].filter(stem => questionStems!.has(stem)).length;
    if (shared < fewestShared) continue;
    const reading = readAnswer(sentence, question);
    if (reading.kind !== 'value' || (question.type === 'scale' && !reading.exact)) continue;
    if (question.type === 'single_choice' && !normalized.includes(normalizeText(String(reading.value)))) continue;
    return { value: reading.value, sentence };
  }
  return null;
}

/**
 * A cheap test that rules out most sentences before they are tokenized. It takes normalized
 * sentences.
 */
function createPrefilter(question: StructuredGuideQuestion): (sentence: string) => boolean {
  if (question.type === 'scale') return sentence => RATING.test(sentence);
  if (question.type === 'yes_no') {
    // "Would you …?" is answered by what the respondent would or will do, not by what they have
    // done.
    const needsModal = MODAL.test(normalizeText(question.text));
    return sentence => FIRST_PERSON.test(sentence) && (!needsModal || MODAL.test(sentence));
  }
  const options = 'options' in question.config ? question.config.options.map(normalizeText) : [];
  return sentence => options.some(option => sentence.includes(option));
}

const isDoubtful = (sentence: string, normalized: string) =>
  DOUBT.test(normalized) || countWords(sentence) > LONGEST_SENTENCE || countHedges(sentence) > 0;

const listContentStems = (text: string): Set<string> =>
  new Set(
    tokenize(normalizeText(text))
      .filter(({ pos, lemma }) => !GENERAL_WORDS.has(lemma) && CONTENT_WORDS.includes(pos))
      .map(({ lower }) => stemWord(lower)),
  );
