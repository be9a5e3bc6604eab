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

interface TypedValue {
  value: AnswerValue;
  confidence: Confidence;
}

const NO_VALUE: TypedValue = { value: null, confidence: 'low' };

/**
 * The structured answers of an interview: one per structured question that was asked, or skipped
 * because its value was given earlier, in the guide's order. Undefined for a guide without
 * structured questions.
 */
export function extractStructuredAnswers(interview: FinishedInterview): StructuredAnswer[] | undefined {
  const { questions } = interview.guide;
  if (!questions.some(isStructuredGuideQuestion)) return undefined;
  const respondentTurns = listRespondentTurns(interview);
  const asked = new Set(listAskedQuestions(interview));
  const lastAsked = questions.findLastIndex(question => asked.has(question));
  return questions.filter(isStructuredGuideQuestion).flatMap(question => {
    if (asked.has(question)) {
      const turns = respondentTurns.filter(turn => turn.question?.id === question.id);
      return buildAnswer(question, turns, interview.locale);
    }
    const isSkipped = interview.reason === 'natural' || questions.indexOf(question) < lastAsked;
    return isSkipped ? (buildSkippedAnswer(question, interview) ?? []) : [];
  });
}

function buildAnswer(question: StructuredGuideQuestion, turns: RespondentTurn[], locale: string): StructuredAnswer {
  const { value, confidence } = determineValue(question, turns, locale);
  return {
    questionId: question.id,
    questionText: question.text,
    questionType: question.type,
    structuredValue: value,
    qualitativeAnswer: joinWords(question, turns),
    confidence,
    followUpInsights: listFollowUpInsights(turns),
  };
}

/**
 * The answer to a question that was skipped, because its value was given earlier; null if no value
 * is found.
 */
function buildSkippedAnswer(
  question: StructuredGuideQuestion,
  { guide, turns }: FinishedInterview,
): StructuredAnswer | null {
  const messages = turns.filter(({ role }) => role === 'respondent').map(({ content }) => content);
  const earlier = /^en\b/i.test(guide.locale) ? findEarlierAnswer(question, messages) : null;
  return (
    earlier && {
      questionId: question.id,
      questionText: question.text,
      questionType: question.type,
      structuredValue: earlier.value,
      qualitativeAnswer: earlier.sentence,
      confidence: 'medium',
      followUpInsights: [],
    }
  );
}

/**
 * The value of a question after all turns under it. A control's value can only be changed by a
 * correction.
 */
function determineValue(question: StructuredGuideQuestion, turns: RespondentTurn[], locale: string): TypedValue {
  let current = NO_VALUE;
  for (const turn of turns) {
    const control = readControl(question, turn, locale);
    current = control ?? current;
    if (!canChangeValue(question, turn, current, control !== null)) continue;
    current = readWords(question, turn, control, locale) ?? current;
  }
  return current;
}

/** The value that came with a turn from the question's control; null without one. */
function readControl(
  question: StructuredGuideQuestion,
  { message }: RespondentTurn,
  locale: string,
): TypedValue | null {
  const { answer, content } = message;
  if (answer?.question_id !== question.id || answer.value === null || !fits(question, answer.value)) return null;
  return { value: answer.value, confidence: rateGivenValue(question, answer.value, content, locale) };
}

/**
 * Whether the words of a turn can change the value. A correction always can. Otherwise they can if
 * there is no value yet, or the interviewer asked again. A bare yes or no to a follow-up can't.
 */
function canChangeValue(
  question: StructuredGuideQuestion,
  respondentTurn: RespondentTurn,
  current: TypedValue,
  hasControl: boolean,
): boolean {
  if (hasCorrection(respondentTurn.message.content)) return true;
  if (hasControl) return false;
  const isDirect = isDirectAnswer(respondentTurn, question);
  if (current.value !== null && !(isDirect && respondentTurn.isFollowUp)) return false;
  return isDirect || question.type !== 'yes_no';
}

/** The value in the words of a turn; null if there is none, or it is the control's. */
function readWords(
  question: StructuredGuideQuestion,
  respondentTurn: RespondentTurn,
  control: TypedValue | null,
  locale: string,
): TypedValue | null {
  const { content } = respondentTurn.message;
  const reading = readAnswer(content, question, locale);
  if (reading.kind !== 'value' || !fits(question, reading.value)) return null;
  if (control && areEqual(reading.value, control.value)) return null;
  const confidence = rateReading(reading, content);
  if (isDirectAnswer(respondentTurn, question) && !control) return { value: reading.value, confidence };
  return { value: reading.value, confidence: confidence === 'low' ? 'low' : 'medium' };
}

/**
 * Whether a turn answers the question itself: the first time or when it was asked again. An answer
 * to a follow-up ("Did that help?" "Yes") answers something else.
 */
const isDirectAnswer = ({ isFollowUp, precedingTurn }: RespondentTurn, question: StructuredGuideQuestion) =>
  !isFollowUp || precedingTurn?.question?.id === question.id;

const fits = (question: StructuredGuideQuestion, value: AnswerValue) =>
  validateAnswerValue(question as unknown as Question, value) === null;

const areEqual = (one: AnswerValue, other: AnswerValue) => JSON.stringify(one) === JSON.stringify(other);

/** The confidence in a value read from words. Doubt and inference lower it. */
function rateReading(reading: Extract<Reading, { kind: 'value' }>, text: string): Confidence {
  const hedges = countHedges(text);
  if (hedges > 1) return 'low';
  return hedges === 1 || !reading.exact ? 'medium' : 'high';
}

/**
 * The confidence in a value that came with a turn. A control is certain. If the interviewer read
 * the value from hedged words, such as "probably an eight", they decide.
 */
function rateGivenValue(
  question: StructuredGuideQuestion,
  value: AnswerValue,
  text: string,
  locale: string,
): Confidence {
  if (countHedges(text) === 0) return 'high';
  const reading = readAnswer(text, question, locale);
  return reading.kind === 'value' && areEqual(reading.value, value) ? rateReading(reading, text) : 'high';
}

/** Answers to a follow-up that say nothing. */
const EMPTY_ANSWER =
  /^\W*(?:yes|no|yeah|nope?|ok(?:ay)?|sure|n\/a|nothing(?: else)?|none|idk|dunno|skip|pass|that'?s (?:it|all))\W*$/i;

/**
 * The words besides the value: all turns under the question, except those that only give the value.
 */
function joinWords(question: StructuredGuideQuestion, turns: RespondentTurn[]): string {
  const texts = turns.map(({ message }) => message.content.trim());
  const inWords = texts.filter((text, index) => {
    const { answer } = turns[index]!.message;
    const isShortAnswer = countWords(text) <= 3 && answer?.question_id === question.id;
    const isList = Array.isArray(answer?.value) && text === answer.value.join(', ');
    const isOption = typeof answer?.value === 'string' && text === answer.value;
    return !isShortAnswer && !isList && !isOption;
  });
  return (inWords.length > 0 ? inWords : texts.slice(0, 1)).join('\n');
}

/** The first two sentences of each informative answer to a follow-up. */
const listFollowUpInsights = (turns: RespondentTurn[]) =>
  turns
    .filter(
      ({ isFollowUp, message }) => isFollowUp && !EMPTY_ANSWER.test(message.content) && countWords(message.content) > 1,
    )
    .map(({ message }) =>
      splitSentences(message.content)
        .slice(0, 2)
        .map(({ text }) => text)
        .join(' '),
    );
