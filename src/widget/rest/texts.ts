import type { FirstTexts } from '../texts.ts';

/** The sentences that nobody needs before the first question is answered. */
export const REST_TEXTS = {
  left: '{time} left',
  restart: 'Start again',
  busy: 'The interviewer is busy just now. Try again in a moment.',
  over: 'This interview is over, and what you said was kept. You can start a new one.',
  refused: 'An interview is not on offer here just now.',
  broken: 'Something went wrong on our side. Try again in a moment.',
  offline: 'You are offline. Your answer goes out as soon as you are back.',
  notSent: 'Your answer could not be sent. It is still in the box: send it again when you like.',
  words: 'Add a few words, if you like',
  other: 'Something else',
  chosen: '{n} chosen',
  rankingHint: 'Best first. Drag, or use the arrow keys.',
  moveUp: 'Move {item} up',
  moveDown: 'Move {item} down',
  moved: '{item}, place {n} of {all}',
  tooLong: '{n} characters too many',
  endTitle: 'End the interview?',
  endText: 'What you have said so far is kept.',
  endNow: 'End now',
  keepGoing: 'Keep going',
  timeUp: 'The time was up. Everything you said was kept.',
  loved: 'Loved it',
  notGreat: 'Not great',
  noted: 'Thank you, noted.',
  elsewhereTitle: 'This interview is open in another tab',
  elsewhere: 'You can go on there, or go on here with everything you said so far.',
  goOnHere: 'Continue here',
};

export type RestTexts = typeof REST_TEXTS;

/** Every sentence of the widget. */
export type Texts = FirstTexts & RestTexts;
