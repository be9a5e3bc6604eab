import type { Analyst } from '../analysis/analyst.ts';
import { createBuiltInAnalyst } from '../analysis/built-in-analyst.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';
import type { ModelOptions } from './model.ts';

export interface ModelSettings extends ModelOptions {
  /** Longest time for an interviewer's reply, in milliseconds; default 8000. */
  timeout?: number | undefined;
}

/**
 * Loads the interviewer and the analyst. With a model's settings both use that model; without, the
 * analyst is the built-in one, and a missing interviewer means Koji's default, the built-in one.
 */
export async function loadInterviewerAndAnalyst(
  settings?: ModelSettings,
): Promise<{ interviewer?: Interviewer; analyst: Analyst }> {
  if (!settings) return { analyst: createBuiltInAnalyst() };
  // The model's client is thousands of files, so it is only loaded when it is used.
  const [{ createModel }, { createModelInterviewer }, { createModelAnalyst }] = await Promise.all([
    import('./model.ts'),
    import('../interviewer/model/model-interviewer.ts'),
    import('../analysis/model/model-analyst.ts'),
  ]);
  const log = (line: string) => console.error(`[koji] ${line}`);
  const model = createModel(settings);
  const { timeout } = settings;
  return { interviewer: createModelInterviewer({ model, timeout, log }), analyst: createModelAnalyst({ model, log }) };
}
