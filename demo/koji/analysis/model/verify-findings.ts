import { type Question, validateAnswerValue } from '../../../../src/interview/questions.ts';
import type { Analysis, Quote, StructuredAnswer } from '../../../../src/wire/analysis.ts';
import type { FinishedInterview, TranscriptTurn } from '../analyst.ts';
import { combineScores } from '../quality/quality.ts';
import { selectDistinctQuotes } from '../quotes.ts';
import type { Findings, ModelQuote } from './findings.ts';

const MOST_THEMES = 7;
const MOST_INSIGHTS = 5;
const MOST_QUOTES = 3;
/** Longest name of a theme, in characters and in words. */
const LONGEST_NAME = 60;
const LONGEST_NAME_WORDS = 5;

const roundScore = (score: number) => Math.round(score * 10) / 10;

/**
 * Builds an analysis from a model's findings. It keeps only quotes that are word for word in the
 * transcript, themes and insights with such a quote, themes with a suitable name, and values that
 * fit their questions.
 */
export function verifyFindings(interview: FinishedInterview, findings: Findings, builtInAnalysis: Analysis): Analysis {
  const verifyQuotes = (quotes: ModelQuote[]) =>
    selectDistinctQuotes(
      quotes.flatMap(quote => findQuote(interview.turns, quote) ?? []),
      MOST_QUOTES,
    );
  const themes = findings.themes
    .map(({ name, description, quotes }) => ({ name: name.trim(), description, quotes: verifyQuotes(quotes) }))
    .filter(({ name, quotes }) => quotes.length > 0 && isThemeName(name))
    .slice(0, MOST_THEMES);
  const insights = findings.insights
    .map(({ text, quotes }) => ({ text, quotes: verifyQuotes(quotes) }))
    .filter(({ text, quotes }) => text.trim() !== '' && quotes.length > 0)
    .slice(0, MOST_INSIGHTS);
  const { depth, coverage, engagement, rationale } = findings;
  const answers = builtInAnalysis.structured_answers?.map(answer => chooseAnswer(interview, answer, findings));
  return {
    themes,
    insights,
    quality_score: roundScore(combineScores(findings)),
    quality: {
      depth: roundScore(depth),
      coverage: roundScore(coverage),
      engagement: roundScore(engagement),
      rationale,
    },
    ...(answers && { structured_answers: answers }),
  };
}

/**
 * Whether a name has two to five words. In scripts without spaces between words, two characters are
 * enough.
 */
function isThemeName(name: string): boolean {
  const words = name.split(/\s+/u).length;
  if (name === '' || name.length > LONGEST_NAME || words > LONGEST_NAME_WORDS) return false;
  return words >= 2 || /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]{2}/u.test(name);
}

/**
 * Finds a model's quote in the respondent's turn that the model names, or else in any of the
 * respondent's turns.
 */
function findQuote(turns: TranscriptTurn[], { message, text }: ModelQuote): Quote | null {
  if (text.trim() === '') return null;
  const hasQuote = (turn: TranscriptTurn | undefined) => turn?.role === 'respondent' && turn.content.includes(text);
  const turn = hasQuote(turns[message]) ? turns[message] : turns.find(hasQuote);
  return turn ? { message_id: turn.message_id, text } : null;
}

/**
 * The control's value wins. For a value given in words the model's reading wins, if it fits the
 * question.
 */
function chooseAnswer(interview: FinishedInterview, answer: StructuredAnswer, findings: Findings): StructuredAnswer {
  const { questionId, questionText, questionType } = answer;
  const hasControlValue = interview.turns.some(
    turn => turn.answer?.question_id === questionId && turn.answer.value !== null,
  );
  const modelAnswer = findings.answers.find(({ question_id }) => question_id === questionId);
  if (hasControlValue || !modelAnswer || modelAnswer.value === null) return answer;
  const guideQuestion = interview.guide.questions.find(({ id }) => id === questionId)!;
  const question = { ...guideQuestion, id: questionId, text: questionText, type: questionType } as unknown as Question;
  if (validateAnswerValue(question, modelAnswer.value) !== null) return answer;
  return { ...answer, structuredValue: modelAnswer.value, confidence: modelAnswer.confidence };
}
