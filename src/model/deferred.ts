/** What an interview needs once its first question stands. Whoever makes a model says how it is brought. */
export { startBackgroundTasks } from './background-tasks.ts';
export { createConversation } from './conversation.ts';
export { flushUnsentReports } from './flush-unsent-reports.ts';
export { resubmitAnswer, submitAnswer } from './submit-answer.ts';
