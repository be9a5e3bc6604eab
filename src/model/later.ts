/** What an interview needs once its first question stands; one chunk, fetched while the first answer is being typed. */
export { leaveLastWords } from '../page/later-words.ts';
export { createTabLock } from '../page/tab-lock.ts';
export { sendMessage } from './send-message.ts';
