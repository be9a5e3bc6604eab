import type { Log } from '../../log.ts';
import { describeErrorKind, type Model } from '../../model/model.ts';
import type { Analyst } from '../analyst.ts';
import { analyse } from '../built-in-analyst.ts';
import { buildMaterial, findingsSchema, INSTRUCTIONS } from './findings.ts';
import { verifyFindings } from './verify-findings.ts';

/** How long an analysis may take, by default, in milliseconds. Nobody waits for it in front of a screen. */
const TIMEOUT = 120_000;
const MAX_TOKENS = 4000;

export interface ModelAnalystOptions {
  model: Model;
  /** In milliseconds, default 120,000. */
  timeout?: number | undefined;
  log: Log;
}

/**
 * Makes an analyst that reads with the help of a language model, in any language. Only what holds is kept of its findings
 * (`checked`). Where it fails or is late, the built-in analyst's result stands, so that no interview goes without one.
 */
export function createModelAnalyst({ model, timeout = TIMEOUT, log }: ModelAnalystOptions): Analyst {
  return {
    async analyse(interview, done = () => {}) {
      if (!interview.turns.some(({ role }) => role === 'respondent')) return analyse(interview, done);
      try {
        const found = await model.generate({
          instructions: INSTRUCTIONS,
          messages: [{ role: 'user', content: buildMaterial(interview) }],
          schema: findingsSchema,
          timeout,
          maxTokens: MAX_TOKENS,
        });
        const analysis = verifyFindings(interview, found, analyse(interview));
        for (const step of ['quality', 'themes', 'answers'] as const) done(step);
        return analysis;
      } catch (error) {
        log(
          `The model did not analyse interview ${interview.interview_id} (${describeErrorKind(error)}): the built-in analyst did.`,
        );
        return analyse(interview, done);
      }
    },
  };
}
