/**
 * The analysis of a completed interview, in the Koji API only: it is for the team, not for the
 * respondent's page.
 */
import * as v from 'valibot';
import { answerValue, questionType } from './question.ts';
import { uuid } from './values.ts';

export const analysisStatus = v.picklist(['processing', 'completed', 'failed']);
export type AnalysisStatus = v.InferOutput<typeof analysisStatus>;

/** From 1 to 5. */
const score = v.pipe(v.number(), v.minValue(1), v.maxValue(5));

/** `text` is found word for word in the message. */
const quote = v.object({ message_id: uuid, text: v.string() });
export interface Quote extends v.InferOutput<typeof quote> {}

const theme = v.object({ name: v.string(), description: v.string(), quotes: v.array(quote) });
export interface Theme extends v.InferOutput<typeof theme> {}

const insight = v.object({ text: v.string(), quotes: v.array(quote) });
export interface Insight extends v.InferOutput<typeof insight> {}

const quality = v.object({ depth: score, coverage: score, engagement: score, rationale: v.string() });
export interface Quality extends v.InferOutput<typeof quality> {}

/** The names are camelCase, as in the product's source document. */
const structuredAnswer = v.object({
  questionId: v.string(),
  questionText: v.string(),
  questionType,
  structuredValue: answerValue,
  qualitativeAnswer: v.string(),
  confidence: v.picklist(['high', 'medium', 'low']),
  followUpInsights: v.array(v.string()),
});
export interface StructuredAnswer extends v.InferOutput<typeof structuredAnswer> {}

export const analysis = v.object({
  themes: v.array(theme),
  insights: v.array(insight),
  /** One decimal. */
  quality_score: score,
  quality,
  /** Only where the guide has structured questions. */
  structured_answers: v.exactOptional(v.array(structuredAnswer)),
});
export interface Analysis extends v.InferOutput<typeof analysis> {}
