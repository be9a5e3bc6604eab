import { type GuideQuestion, isStructuredGuideQuestion } from '../../guides/guide.ts';
import type { FinishedInterview } from '../analyst.ts';
import { findEarlierAnswer } from '../answers/earlier-answer.ts';
import { semanticSimilarity } from '../language/similarity.ts';
import { tokenize } from '../language/tokens.ts';
import { listAskedQuestions } from '../respondent-turns.ts';
import type { ClassifiedTurn } from './classify-turns.ts';

/** How much of the guide was answered. */
export interface Coverage {
  /** 1 to 5. */
  score: number;
  /** Number of questions in the guide. */
  questions: number;
  /** Number of questions answered in full. */
  answered: number;
  /** Number of questions answered in a few words. */
  barely: number;
  /** Number of questions that were asked and not answered. */
  declined: number;
  /** Topics of the questions without any answer. */
  missing: string[];
}

/** The share that a question counts if it is answered in a few words. */
const BARELY_ANSWERED = 0.6;
/** Longest answer that counts as a few words. */
const BARELY_WORDS = 3;
/** Least similarity of a word to the topic it belongs to. */
const SAME_TOPIC_SIMILARITY = 0.6;

/**
 * How much of the guide the respondent answered. A question that was skipped counts if the
 * respondent spoke of its topic.
 */
export function measureCoverage(interview: FinishedInterview, turns: ClassifiedTurn[]): Coverage {
  const { questions } = interview.guide;
  const askedIds = new Set(listAskedQuestions(interview).map(({ id }) => id));
  const hasSkipped = interview.reason === 'natural' && askedIds.size < questions.length;
  const nouns = hasSkipped ? listNouns(turns) : new Set<string>();
  const turnsByQuestion = Map.groupBy(turns, ({ question }) => question?.id);
  const shares = questions.map(question => {
    const share = measureAnsweredShare(turnsByQuestion.get(question.id) ?? []);
    if (share > 0 || askedIds.has(question.id)) return share;
    return mentionsTopic(question, nouns) || isAnsweredEarlier(question, interview, turns) ? 1 : 0;
  });
  const share = shares.reduce<number>((sum, one) => sum + one, 0) / Math.max(1, questions.length);
  return {
    score: 1 + 4 * share,
    questions: questions.length,
    answered: shares.filter(one => one === 1).length,
    barely: shares.filter(one => one === BARELY_ANSWERED).length,
    declined: questions.filter(({ id }, at) => shares[at] === 0 && askedIds.has(id)).length,
    missing: questions.filter((_, at) => shares[at] === 0).map(({ topic }) => topic),
  };
}

/** The share of a question that its turns answer: 0, `BARELY_ANSWERED` or 1. */
function measureAnsweredShare(turns: ClassifiedTurn[]): number {
  if (turns.some(({ kind }) => kind === 'value')) return 1;
  const words = turns.filter(({ kind }) => kind === 'informative').reduce((sum, { wordCount }) => sum + wordCount, 0);
  if (words > BARELY_WORDS) return 1;
  return words > 0 ? BARELY_ANSWERED : 0;
}

/** The lemmas of all nouns the respondent used. */
const listNouns = (turns: ClassifiedTurn[]) =>
  new Set(
    turns
      .filter(({ kind }) => kind === 'informative')
      .flatMap(({ message }) => tokenize(message.content))
      .filter(({ isStopWord, pos }) => !isStopWord && pos === 'NOUN')
      .map(({ lemma }) => lemma),
  );

/** Whether one of the respondent's nouns is about the question's topic. */
function mentionsTopic(question: GuideQuestion, nouns: Set<string>): boolean {
  const topic = tokenize(question.topic).filter(({ isStopWord, text }) => !isStopWord && /\p{L}/u.test(text));
  return topic.some(
    ({ lemma }) =>
      nouns.has(lemma) || [...nouns].some(noun => semanticSimilarity(lemma, noun) >= SAME_TOPIC_SIMILARITY),
  );
}

/**
 * Whether the interviewer could skip a question because the respondent had already given its value.
 */
const isAnsweredEarlier = (question: GuideQuestion, interview: FinishedInterview, turns: ClassifiedTurn[]): boolean =>
  interview.reason === 'natural' &&
  isStructuredGuideQuestion(question) &&
  /^en\b/i.test(interview.guide.locale) &&
  findEarlierAnswer(
    question,
    turns.map(({ message }) => message.content),
  ) !== null;
