import type { AnswerValue } from '../../../../src/interview/questions.ts';
import type { StructuredGuideQuestion } from '../../guides/guide.ts';
import { splitSentences } from '../language/sentences.ts';
import { stemWord } from '../language/stem.ts';
import { countWords, tokenize } from '../language/tokens.ts';
import { countHedges } from './hedges.ts';
import { normalizeText } from './normalize-text.ts';
import { readAnswer } from './read-answer.ts';

/** A value that somebody gave before they were asked for it, and the sentence that says it. */
export interface EarlierAnswer {
  value: AnswerValue;
  sentence: string;
}

/** A sentence longer than this says too many things to be an answer. */
const MOST_WORDS = 25;
/** Words of a question that say nothing of its matter. */
const PALE = new Set(
  'be do have will would could can get go make imagine think say tell use used choose day time please put order best fit team all one scale rate number now really so just very ever never not'.split(
    ' ',
  ),
);
const AS_RATING = /\b(?:out of|rating|rate[ds]?|score|points?|stars?)\b|\d\s?\/\s?\d/;
/** "Would you …?" is answered by what somebody would or will do, not by what they have done. */
const SPEAKER = /^\W*(?:\w+,? ){0,3}(?:i|we)\b/;
const MODAL = /\b(?:will|would|can|could|cannot)\b|\b(?:wo|would|could|ca)n't\b|'(?:ll|d)\b/;
const DOUBT = /\b(?:if|unless|wish|might|may|maybe|perhaps|depends|considering|thinking)\b|\?/;

const matterOf = (text: string): Set<string> =>
  new Set(
    tokenize(normalizeText(text))
      .filter(({ pos, lemma }) => !PALE.has(lemma) && ['NOUN', 'VERB', 'ADJ', 'ADV', 'PROPN'].includes(pos))
      .map(({ lower }) => stemWord(lower)),
  );

/** What rules most sentences out before anybody has to look at their words. */
function looksLikeAnswer(question: StructuredGuideQuestion): (low: string) => boolean {
  if (question.type === 'scale') return low => AS_RATING.test(low);
  if (question.type === 'yes_no') {
    const asksModal = MODAL.test(normalizeText(question.text));
    return low => SPEAKER.test(low) && (!asksModal || MODAL.test(low));
  }
  const options = 'options' in question.config ? question.config.options.map(normalizeText) : [];
  return low => options.some(option => low.includes(option));
}

/** How many words of the question's matter a sentence must take up before it counts as an answer to it. */
const SHARED = { scale: 1, single_choice: 1, yes_no: 2, multiple_choice: null, ranking: null } as const;

/**
 * The value of a structured question that follows beyond doubt from what was said in English before it was put; null where
 * none does. A sentence counts that takes up the question's own matter and says one value outright. Lists and orders are always
 * asked for: what was said in passing is hardly all of them.
 */
export function findEarlierAnswer(question: StructuredGuideQuestion, texts: readonly string[]): EarlierAnswer | null {
  const shared = SHARED[question.type];
  if (shared === null) return null;
  const mayAnswer = looksLikeAnswer(question);
  let matter: Set<string> | undefined;
  for (const { text: sentence } of texts.toReversed().flatMap(splitSentences)) {
    const low = normalizeText(sentence);
    if (!mayAnswer(low) || DOUBT.test(low) || countWords(sentence) > MOST_WORDS || countHedges(sentence) > 0) continue;
    matter ??= matterOf(question.text);
    if ([...matterOf(sentence)].filter(stem => matter!.has(stem)).length < shared) continue;
    const reading = readAnswer(sentence, question);
    if (reading.kind !== 'value' || (question.type === 'scale' && !reading.exact)) continue;
    if (question.type === 'single_choice' && !low.includes(normalizeText(String(reading.value)))) continue;
    return { value: reading.value, sentence };
  }
  return null;
}
