/** `koji-embed`: `mount(options)` and its types. */
export type { Completion, Reason, Stats } from './interview/completion.ts';
export type { FailureCode } from './interview/failures.ts';
export type { Phase } from './interview/lifecycle.ts';
export type { AnswerValue } from './interview/questions.ts';
export type { InterviewEvents } from './model/host-events.ts';
export type { InterviewHandle } from './widget/interview-handle.ts';
export { type MountOptions, mount } from './widget/mount.ts';
export type { InterviewOptions, Mode, Theme } from './widget/options.ts';
