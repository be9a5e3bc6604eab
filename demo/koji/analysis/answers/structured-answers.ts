import { type AnswerValue, type Question, validateAnswerValue } from '../../../../src/interview/questions.ts';
import type { StructuredAnswer } from '../../../../src/wire/analysis.ts';
import { isStructuredGuideQuestion, type StructuredGuideQuestion } from '../../guides/guide.ts';
import type { FinishedInterview } from '../analyst.ts';
import { splitSentences } from '../language/sentences.ts';
import { countWords } from '../language/tokens.ts';
import { listAskedQuestions, listRespondentTurns, type RespondentTurn } from '../respondent-turns.ts';
import { hasCorrection } from './corrections.ts';
import { findEarlierAnswer } from './earlier-answer.ts';
import { countHedges } from './hedges.ts';
import { readAnswer } from './read-answer.ts';
import type { Reading } from './reading.ts';

type Confidence = StructuredAnswer['confidence'];

interface Settled {
  value: AnswerValue;
  confidence: Confidence;
}

const UNANSWERED: Settled = { value: null, confidence: 'low' };

/** Free text never says more than `high`; doubt and conclusions lower it. */
function confidenceOf(reading: Extract<Reading, { kind: 'value' }>, text: string): Confidence {
  const doubts = countHedges(text);
  if (doubts > 1) return 'low';
  return doubts === 1 || !reading.exact ? 'medium' : 'high';
}

/**
 * A control leaves no doubt. Where the interviewer took the value from the words themselves ("probably an eight"), they decide
 * how sure it is.
 */
function confidenceOfAnswer(
  question: StructuredGuideQuestion,
  value: AnswerValue,
  text: string,
  locale: string,
): Confidence {
  if (countHedges(text) === 0) return 'high';
  const reading = readAnswer(text, question, locale);
  return reading.kind === 'value' && JSON.stringify(reading.value) === JSON.stringify(value)
    ? confidenceOf(reading, text)
    : 'high';
}

/** The question as the wire knows it, for the rule that says which values fit. */
const asWire = (question: StructuredGuideQuestion) => question as unknown as Question;

const fits = (question: StructuredGuideQuestion, value: AnswerValue) =>
  validateAnswerValue(asWire(question), value) === null;

/**
 * Whether a turn answers the question itself: the first answer, or one to a turn that puts the question again. Words under
 * a follow-up ("Did that help?" "Yes") answer something else.
 */
const answersQuestion = ({ isFollowUp, precedingTurn }: RespondentTurn, question: StructuredGuideQuestion) =>
  !isFollowUp || precedingTurn?.question?.id === question.id;

/** A value given late, in the words of a follow-up, counts where it can't be mistaken: everything but a bare yes or no. */
function settle(question: StructuredGuideQuestion, said: RespondentTurn[], locale: string): Settled {
  let settled = UNANSWERED;
  for (const one of said) {
    const { answer, content } = one.turn;
    const isControl = answer?.question_id === question.id && answer.value !== null && fits(question, answer.value);
    if (isControl)
      settled = { value: answer.value, confidence: confidenceOfAnswer(question, answer.value, content, locale) };
    const direct = answersQuestion(one, question);
    if (isControl && !hasCorrection(content)) continue;
    if (settled.value !== null && !hasCorrection(content) && !(direct && one.isFollowUp)) continue;
    if (!direct && question.type === 'yes_no' && !hasCorrection(content)) continue;
    const reading = readAnswer(content, question, locale);
    if (reading.kind !== 'value' || !fits(question, reading.value)) continue;
    if (isControl && JSON.stringify(reading.value) === JSON.stringify(settled.value)) continue;
    const confidence = confidenceOf(reading, content);
    settled = {
      value: reading.value,
      confidence: direct && !isControl ? confidence : confidence === 'low' ? 'low' : 'medium',
    };
  }
  return settled;
}

const NOTHING_MORE =
  /^\W*(?:yes|no|yeah|nope?|ok(?:ay)?|sure|n\/a|nothing(?: else)?|none|idk|dunno|skip|pass|that'?s (?:it|all))\W*$/i;

/** The words given beside the value: all that was said under the question, without answers that are only the value. */
function inWords(question: StructuredGuideQuestion, said: RespondentTurn[]): string {
  const texts = said
    .filter(({ turn }) => {
      const bare = countWords(turn.content) <= 3 && turn.answer?.question_id === question.id;
      const isList = Array.isArray(turn.answer?.value) && turn.content.trim() === turn.answer.value.join(', ');
      const isValue = typeof turn.answer?.value === 'string' && turn.content.trim() === turn.answer.value;
      return !bare && !isList && !isValue;
    })
    .map(({ turn }) => turn.content.trim());
  return (texts.length > 0 ? texts : said.slice(0, 1).map(({ turn }) => turn.content.trim())).join('\n');
}

/** What the follow-ups brought to light, each a sentence or two of the respondent's. */
const followUps = (said: RespondentTurn[]) =>
  said
    .filter(({ isFollowUp, turn }) => isFollowUp && !NOTHING_MORE.test(turn.content) && countWords(turn.content) > 1)
    .map(({ turn }) =>
      splitSentences(turn.content)
        .slice(0, 2)
        .map(({ text }) => text)
        .join(' '),
    );

/** One typed answer for each structured question that was put, or skipped as answered before, in the guide's order; undefined for a guide without any. */
export function extractStructuredAnswers(interview: FinishedInterview): StructuredAnswer[] | undefined {
  if (!interview.guide.questions.some(isStructuredGuideQuestion)) return undefined;
  const said = listRespondentTurns(interview);
  const asked = new Set(listAskedQuestions(interview));
  const last = interview.guide.questions.findLastIndex(question => asked.has(question));
  return interview.guide.questions.filter(isStructuredGuideQuestion).flatMap((question): StructuredAnswer[] => {
    if (!asked.has(question)) {
      const isSkipped = interview.reason === 'natural' || interview.guide.questions.indexOf(question) < last;
      return isSkipped ? answeredUnasked(question, interview) : [];
    }
    const own = said.filter(one => one.question?.id === question.id);
    const { value, confidence } = settle(question, own, interview.locale);
    return [
      {
        questionId: question.id,
        questionText: question.text,
        questionType: question.type,
        structuredValue: value,
        qualitativeAnswer: inWords(question, own),
        confidence,
        followUpInsights: followUps(own),
      },
    ];
  });
}

/** The answer to a question that the interviewer could skip, because its value was said before. */
function answeredUnasked(question: StructuredGuideQuestion, { guide, turns }: FinishedInterview): StructuredAnswer[] {
  const texts = turns.filter(({ role }) => role === 'respondent').map(({ content }) => content);
  const said = /^en\b/i.test(guide.locale) ? findEarlierAnswer(question, texts) : null;
  if (!said) return [];
  return [
    {
      questionId: question.id,
      questionText: question.text,
      questionType: question.type,
      structuredValue: said.value,
      qualitativeAnswer: said.sentence,
      confidence: 'medium',
      followUpInsights: [],
    },
  ];
}
