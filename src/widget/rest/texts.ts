import { type FirstTexts, fill } from '../texts.ts';

/** A sentence in the forms that a language has for numbers (https://cldr.unicode.org/index/cldr-spec/plural-rules). */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** The sentences that nobody needs before the first question is answered. */
export const REST_TEXTS = {
  writing: 'The interviewer is writing…',
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
  chosen: { other: '{n} chosen' } as Plural,
  rankingHint: 'Best first. Drag, or use the arrow keys.',
  moveUp: 'Move {item} up',
  moveDown: 'Move {item} down',
  moved: '{item}, place {n} of {all}',
  tooLong: { one: '{n} character too many', other: '{n} characters too many' } as Plural,
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
  welcomeBack: 'Welcome back. You can go on where you left off.',
  newMessage: 'New message',
  retrying: 'The connection broke off. Trying again…',
  nearlyUp: 'Less than a minute left. Everything you have said is kept.',
};

export type RestTexts = typeof REST_TEXTS;

/** Every sentence of the widget. */
export type Texts = FirstTexts & RestTexts;

/** Puts a number into the form of a sentence that goes with it. */
export const fillCount = (forms: Plural, n: number, locale: string): string =>
  fill(forms[new Intl.PluralRules(locale).select(n)] ?? forms.other, { n }, locale);
