/**
 * Code needed only after the first question is shown. Loaded lazily; the caller supplies the
 * loader.
 */
export { createProxyClient } from '../wire/proxy-client.ts';
export { startBackgroundTasks } from './background-tasks.ts';
export { createConversationActions } from './conversation-actions.ts';
export { flushUnsentReports } from './flush-unsent-reports.ts';
export { requestCompletion } from './request-completion.ts';
export { resubmitAnswer, submitAnswer } from './submit-answer.ts';
