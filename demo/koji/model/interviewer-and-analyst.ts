import type { Environment } from '../../environment.ts';
import type { Analyst } from '../analysis/analyst.ts';
import { createBuiltInAnalyst } from '../analysis/built-in-analyst.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';

/** Who leads the interviews and who analyses them: the built-in ones, which need no network, or a model where one is set. */
export async function loadInterviewerAndAnalyst(
  environment: Environment,
): Promise<{ interviewer?: Interviewer; analyst: Analyst }> {
  const { KOJI_MODEL_URL: url, KOJI_MODEL: id, KOJI_MODEL_KEY: key, KOJI_MODEL_TIMEOUT: timeout } = environment;
  if (!url || !id) return { analyst: createBuiltInAnalyst() };
  // Some thousand files that nobody pays for who has no model.
  const [{ createModel }, { createModelInterviewer }, { createModelAnalyst }] = await Promise.all([
    import('./model.ts'),
    import('../interviewer/model/model-interviewer.ts'),
    import('../analysis/model/model-analyst.ts'),
  ]);
  const log = (line: string) => console.error(`[koji] ${line}`);
  const model = createModel({ url, id, key });
  return { interviewer: createModelInterviewer({ model, timeout, log }), analyst: createModelAnalyst({ model, log }) };
}
