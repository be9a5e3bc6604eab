import { type GuideQuestion, isStructuredGuideQuestion } from '../../guides/guide.ts';
import type { FinishedInterview } from '../analyst.ts';
import { findEarlierAnswer } from '../answers/earlier-answer.ts';
import { semanticSimilarity } from '../language/similarity.ts';
import { tokenize } from '../language/tokens.ts';
import { listAskedQuestions } from '../respondent-turns.ts';
import type { ClassifiedTurn } from './classify-turns.ts';

export interface Coverage {
  /** 1 to 5. */
  score: number;
  questions: number;
  /** Questions answered in full, those answered in a word or two, and those asked and not answered. */
  answered: number;
  barely: number;
  declined: number;
  /** Topics of the guide that nothing was said about. */
  missing: string[];
}

const BARELY = 0.6;
const BARELY_WORDS = 3;
const SAME_MATTER = 0.6;

/** Whether the respondent spoke of a question's topic elsewhere, so that the interviewer could skip it. */
function isSpokenOf(question: GuideQuestion, spoken: Set<string>): boolean {
  const topic = tokenize(question.topic).filter(word => !word.isStopWord && /\p{L}/u.test(word.text));
  return topic.some(
    word => spoken.has(word.lemma) || [...spoken].some(other => semanticSimilarity(word.lemma, other) >= SAME_MATTER),
  );
}

/** How much of the guide the respondent answered. A question that a finished interview skipped counts where its topic came up. */
export function measureCoverage(interview: FinishedInterview, replies: ClassifiedTurn[]): Coverage {
  const { questions } = interview.guide;
  const asked = new Set(listAskedQuestions(interview).map(({ id }) => id));
  const spoken = new Set(
    interview.reason === 'natural' && asked.size < questions.length
      ? replies
          .filter(({ kind }) => kind === 'words')
          .flatMap(({ turn }) =>
            tokenize(turn.content)
              .filter(word => !word.isStopWord && word.pos === 'NOUN')
              .map(word => word.lemma),
          )
      : [],
  );
  const texts = replies.map(({ turn }) => turn.content);
  const isAnswered = (question: GuideQuestion) =>
    interview.reason === 'natural' &&
    isStructuredGuideQuestion(question) &&
    /^en\b/i.test(interview.guide.locale) &&
    findEarlierAnswer(question, texts) !== null;
  const byQuestion = Map.groupBy(replies, ({ question }) => question?.id);
  const shares = questions.map(question => {
    const own = byQuestion.get(question.id) ?? [];
    if (own.some(({ kind }) => kind === 'value')) return 1;
    const words = own.filter(({ kind }) => kind === 'words').reduce((sum, reply) => sum + reply.words, 0);
    if (words > BARELY_WORDS) return 1;
    if (words > 0) return BARELY;
    return !asked.has(question.id) && (isSpokenOf(question, spoken) || isAnswered(question)) ? 1 : 0;
  });
  const share = shares.reduce<number>((sum, one) => sum + one, 0) / Math.max(1, questions.length);
  return {
    score: 1 + 4 * share,
    questions: questions.length,
    answered: shares.filter(one => one === 1).length,
    barely: shares.filter(one => one === BARELY).length,
    declined: questions.filter(({ id }, at) => shares[at] === 0 && asked.has(id)).length,
    missing: questions.filter((_, at) => shares[at] === 0).map(({ topic }) => topic),
  };
}
