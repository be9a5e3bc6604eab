/** What an interview needs once its first question stands; one chunk, fetched while the first answer is being typed. */
export { attend } from './attend.ts';
export { say, sayAgain } from './say.ts';
export { createTalk } from './talk.ts';
export { tellUnsent } from './tell-unsent.ts';
