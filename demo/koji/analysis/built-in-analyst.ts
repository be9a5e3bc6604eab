import type { Analysis } from '../../../src/wire/shapes.ts';
import type { AnalysisStep, Analyst, FinishedInterview } from './analyst.ts';
import { structuredAnswers } from './answers/structured-answers.ts';
import { insightsOf } from './insights/insights.ts';
import { tongueSpoken } from './language/detect-language.ts';
import { repliesOf } from './quality/classify-turns.ts';
import { scoreQuality } from './quality/quality.ts';
import { saidIn } from './respondent-turns.ts';
import { themesOf } from './themes/themes.ts';

/** Quality, themes, typed answers and insights of an interview, from its words alone. The same interview gives the same result. */
export function analyse(interview: FinishedInterview, done: (step: AnalysisStep) => void = () => {}): Analysis {
  const said = saidIn(interview);
  const texts = said.map(({ turn }) => turn.content);
  const tongue = tongueSpoken(texts, interview.locale) ?? 'unknown';
  const isEnglish = tongue === 'en';
  const replies = repliesOf(said, tongue);
  const isElsewhere = !isEnglish && replies.some(({ kind }) => kind === 'words');
  const quality = scoreQuality(interview, replies, !isElsewhere);
  done('quality');
  const understood = isEnglish ? replies.filter(({ turn }) => tongueSpoken([turn.content], 'en') === 'en') : [];
  const themes = themesOf(understood);
  done('themes');
  const answers = structuredAnswers(interview);
  // Insights tie the values to the words, so they come last.
  const insights = insightsOf(interview, understood, answers ?? []);
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
