import type { Analysis } from '../../../src/wire/analysis.ts';
import type { AnalysisStep, Analyst, FinishedInterview } from './analyst.ts';
import { extractStructuredAnswers } from './answers/structured-answers.ts';
import { extractInsights } from './insights/insights.ts';
import { detectLanguage } from './language/detect-language.ts';
import { classifyTurns } from './quality/classify-turns.ts';
import { scoreQuality } from './quality/quality.ts';
import { listRespondentTurns } from './respondent-turns.ts';
import { extractThemes } from './themes/themes.ts';

/** Analyses an interview by its words alone. The same interview always gives the same result. */
export function analyse(interview: FinishedInterview, onStep: (step: AnalysisStep) => void = () => {}): Analysis {
  const respondentTurns = listRespondentTurns(interview);
  const texts = respondentTurns.map(({ message }) => message.content);
  const language = detectLanguage(texts, interview.locale) ?? 'unknown';
  const isEnglish = language === 'en';
  const turns = classifyTurns(respondentTurns, language);
  const hasForeignText = !isEnglish && turns.some(({ kind }) => kind === 'informative');
  const quality = scoreQuality(interview, turns, !hasForeignText);
  onStep('quality');
  const englishTurns = isEnglish ? turns.filter(({ message }) => detectLanguage([message.content], 'en') === 'en') : [];
  const themes = extractThemes(englishTurns);
  onStep('themes');
  const answers = extractStructuredAnswers(interview);
  // Insights connect values with words, so they need the answers.
  const insights = extractInsights(interview, englishTurns, answers ?? []);
  onStep('answers');
  return { themes, insights, ...quality, ...(answers && { structured_answers: answers }) };
}

/**
 * Creates the analyst that needs no network. It works with rules, word frequencies and word
 * vectors. It understands English; for other languages it returns structured answers and a quality
 * score without themes and insights, and the rationale says so.
 */
export function createBuiltInAnalyst(): Analyst {
  return { analyse: async (interview, onStep) => analyse(interview, onStep) };
}
