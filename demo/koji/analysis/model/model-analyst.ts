import type { Log } from '../../log.ts';
import { describeErrorKind, type Model } from '../../model/model.ts';
import type { Analyst } from '../analyst.ts';
import { analyse } from '../built-in-analyst.ts';
import { buildMaterial, findingsSchema, INSTRUCTIONS } from './findings.ts';
import { verifyFindings } from './verify-findings.ts';

/** Default of `ModelAnalystOptions.timeout`. Analyses run in the background, so it can be long. */
const DEFAULT_TIMEOUT = 120_000;
const MAX_TOKENS = 4000;

export interface ModelAnalystOptions {
  model: Model;
  /** Longest time for an analysis, in milliseconds; default 120,000. */
  timeout?: number | undefined;
  /** Gets one line per failed model call, without the respondent's words or the key. */
  log: Log;
}

/**
 * Creates an analyst that uses a language model, for interviews in any language. `verifyFindings`
 * keeps only what the transcript supports. If the model fails or is late, the built-in analyst's
 * result is used instead, so that every interview gets an analysis.
 */
export function createModelAnalyst({ model, timeout = DEFAULT_TIMEOUT, log }: ModelAnalystOptions): Analyst {
  return {
    async analyse(interview, onStep = () => {}) {
      if (!interview.turns.some(({ role }) => role === 'respondent')) return analyse(interview, onStep);
      try {
        const findings = await model.generate({
          instructions: INSTRUCTIONS,
          messages: [{ role: 'user', content: buildMaterial(interview) }],
          schema: findingsSchema,
          timeout,
          maxTokens: MAX_TOKENS,
        });
        const analysis = verifyFindings(interview, findings, analyse(interview));
        for (const step of ['quality', 'themes', 'answers'] as const) onStep(step);
        return analysis;
      } catch (error) {
        const { interview_id } = interview;
        log(
          `The model failed to analyse interview ${interview_id} (${describeErrorKind(error)}); the built-in analyst did.`,
        );
        return analyse(interview, onStep);
      }
    },
  };
}
