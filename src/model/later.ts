/** What an interview needs once its first question stands. Whoever makes a model says how it is brought. */
export { attend } from './attend.ts';
export { say, sayAgain } from './say.ts';
export { createTalk } from './talk.ts';
export { tellUnsent } from './tell-unsent.ts';
