/** Public entry `koji-embed/proxy`: the server part. Import it on your server only. */

export type { Duration } from './interview/duration.ts';
export type { Clock } from './server/clock.ts';
export { KojiFailure } from './server/koji-failure.ts';
export type { Lease, LeaseStatus } from './server/lease.ts';
export type { SweepResult } from './server/lease-keeper.ts';
export type { LeaseCounts, LeaseStore } from './server/lease-store.ts';
export type { Logger } from './server/logger.ts';
export { createMemoryStore } from './server/memory-store.ts';
export type { ProxyOptions, StudyOptions } from './server/options.ts';
export { parseDuration } from './server/parse-duration.ts';
export { createInterviewProxy, type InterviewProxy, type ParkedInterview } from './server/proxy.ts';
export { AnalysisError, type WaitOptions, waitForAnalysis } from './server/wait-for-analysis.ts';
