/**
 * What tests and benchmarks outside of `demo/koji` use, besides the names of `demo/koji/index.ts`.
 */
export {
  INTERVIEW_SETS,
  measureAccuracy,
  UTTERANCE_SETS,
} from '../analysis/accuracy/accuracy.ts';
export { analyse, createBuiltInAnalyst } from '../analysis/built-in-analyst.ts';
export { buildInterview } from '../analysis/testing/interviews.ts';
export { createPgliteDatabase } from '../database/database.ts';
export { startPglite } from '../database/pglite.ts';
export type { GuideQuestion } from '../guides/guide.ts';
export { loadChurnGuide } from '../guides/load-guides.ts';
export type { InterviewFilter } from '../interviews/filter.ts';
export { listInterviews } from '../interviews/list.ts';
export { readStudy } from '../studies/study.ts';
export { createSignatureHeaders, createSigningSecret } from '../webhooks/signing.ts';
export { type StoredInterview, storeInterviews } from './stored-interviews.ts';
export { seedDataDirectory } from './test-database.ts';
export { createTestClient, createTestKoji } from './test-koji.ts';
