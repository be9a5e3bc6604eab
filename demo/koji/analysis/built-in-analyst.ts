import type { Analysis } from '../../../src/wire/analysis.ts';
import type { AnalysisStep, Analyst, FinishedInterview } from './analyst.ts';
import { extractStructuredAnswers } from './answers/structured-answers.ts';
import { extractInsights } from './insights/insights.ts';
import { detectLanguage } from './language/detect-language.ts';
import { classifyTurns } from './quality/classify-turns.ts';
import { scoreQuality } from './quality/quality.ts';
import { listRespondentTurns } from './respondent-turns.ts';
import { extractThemes } from './themes/themes.ts';

/** Quality, themes, typed answers and insights of an interview, from its words alone. The same interview gives the same result. */
export function analyse(interview: FinishedInterview, done: (step: AnalysisStep) => void = () => {}): Analysis {
  const said = listRespondentTurns(interview);
  const texts = said.map(({ turn }) => turn.content);
  const tongue = detectLanguage(texts, interview.locale) ?? 'unknown';
  const isEnglish = tongue === 'en';
  const replies = classifyTurns(said, tongue);
  const isElsewhere = !isEnglish && replies.some(({ kind }) => kind === 'words');
  const quality = scoreQuality(interview, replies, !isElsewhere);
  done('quality');
  const understood = isEnglish ? replies.filter(({ turn }) => detectLanguage([turn.content], 'en') === 'en') : [];
  const themes = extractThemes(understood);
  done('themes');
  const answers = extractStructuredAnswers(interview);
  // Insights tie the values to the words, so they come last.
  const insights = extractInsights(interview, understood, answers ?? []);
  done('answers');
  return { themes, insights, ...quality, ...(answers && { structured_answers: answers }) };
}

/**
 * The analyst that needs no network: rules, word frequencies and word vectors. It understands English; of other languages
 * it keeps the typed answers and a quality score, and says so in the rationale.
 */
export function createBuiltInAnalyst(): Analyst {
  return { analyse: async (interview, done) => analyse(interview, done) };
}
