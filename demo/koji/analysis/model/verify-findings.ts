import { type Question, validateAnswerValue } from '../../../../src/interview/questions.ts';
import type { Analysis, Quote, StructuredAnswer } from '../../../../src/wire/analysis.ts';
import type { FinishedInterview, TranscriptTurn } from '../analyst.ts';
import { selectDistinctQuotes } from '../quotes.ts';
import type { Findings } from './findings.ts';

const MOST_THEMES = 7;
const MOST_INSIGHTS = 5;
const MOST_QUOTES = 3;
const WEIGHTS = { depth: 0.4, coverage: 0.3, engagement: 0.3 };

const rounded = (score: number) => Math.round(score * 10) / 10;

/** What of a model's findings holds: quotes that stand in the transcript word for word, names of a sensible length, values that fit. */
export function verifyFindings(interview: FinishedInterview, found: Findings, builtIn: Analysis): Analysis {
  const quotesOf = (quotes: Findings['themes'][number]['quotes']) =>
    selectDistinctQuotes(
      quotes.flatMap(quote => verbatim(interview.turns, quote) ?? []),
      MOST_QUOTES,
    );
  const themes = found.themes
    .map(({ name, description, quotes }) => ({ name: name.trim(), description, quotes: quotesOf(quotes) }))
    .filter(({ name, quotes }) => quotes.length > 0 && isName(name))
    .slice(0, MOST_THEMES);
  const insights = found.insights
    .map(({ text, quotes }) => ({ text, quotes: quotesOf(quotes) }))
    .filter(({ text, quotes }) => text.trim() !== '' && quotes.length > 0)
    .slice(0, MOST_INSIGHTS);
  const { depth, coverage, engagement, rationale } = found;
  const answers = builtIn.structured_answers?.map(answer => reread(interview, answer, found));
  return {
    themes,
    insights,
    quality_score: rounded(WEIGHTS.depth * depth + WEIGHTS.coverage * coverage + WEIGHTS.engagement * engagement),
    quality: { depth: rounded(depth), coverage: rounded(coverage), engagement: rounded(engagement), rationale },
    ...(answers && { structured_answers: answers }),
  };
}

/** Scripts without spaces between words are counted by their letters. */
function isName(name: string): boolean {
  const words = name.split(/\s+/u).length;
  return (
    name !== '' &&
    name.length <= 60 &&
    words <= 5 &&
    (words >= 2 || /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]{2}/u.test(name))
  );
}

/** The quote, if it stands in a message of the respondent's: the one it names, else any. */
function verbatim(turns: TranscriptTurn[], { message, text }: { message: number; text: string }): Quote | null {
  if (text.trim() === '') return null;
  const holds = (turn: TranscriptTurn | undefined) => turn?.role === 'respondent' && turn.content.includes(text);
  const turn = holds(turns[message]) ? turns[message] : turns.find(holds);
  return turn ? { message_id: turn.message_id, text } : null;
}

/** What was chosen with a control stands; of what was said in words the model's reading does, where it fits. */
function reread(interview: FinishedInterview, answer: StructuredAnswer, { answers }: Findings): StructuredAnswer {
  const { questionId, questionText, questionType } = answer;
  const question = interview.guide.questions.find(({ id }) => id === questionId)!;
  const isChosen = interview.turns.some(turn => turn.answer?.question_id === questionId && turn.answer.value !== null);
  const read = answers.find(({ question_id }) => question_id === questionId);
  if (isChosen || !read || read.value === null) return answer;
  const asWire = { ...question, id: questionId, text: questionText, type: questionType } as unknown as Question;
  if (validateAnswerValue(asWire, read.value) !== null) return answer;
  return { ...answer, structuredValue: read.value, confidence: read.confidence };
}
