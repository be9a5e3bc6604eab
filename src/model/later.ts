/** What an interview needs once its first question stands; one chunk, fetched while the first answer is being typed. */
export { createTabLock } from '../page/tab-lock.ts';
export { attend } from './attend.ts';
export { sendMessage } from './send-message.ts';
export { tellUnsent } from './tell-unsent.ts';
