import { type FirstTexts, fill } from '../texts.ts';

/** The plural forms of a sentence (https://cldr.unicode.org/index/cldr-spec/plural-rules). */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** The sentences that are not needed before the first question is answered, in English. */
export const DEFERRED_TEXTS = {
  interviewerWriting: 'The interviewer is writing…',
  timeLeft: '{time} left',
  restart: 'Start again',
  busy: 'The interviewer is busy just now. Try again in a moment.',
  interviewOverTitle: 'This interview is over',
  interviewOverText: 'What you have sent is saved. You can start a new one, and what you were typing is kept.',
  refusedTitle: 'No interview just now',
  refusedText: 'No interview is available right now. You don’t need to do anything.',
  noProxyText: 'The interview is not connected to this page yet. You don’t need to do anything.',
  serverError: 'Something went wrong on our side. Try again in a moment.',
  offline: 'You are offline. Your answer goes out as soon as you are back.',
  notSent: 'Your answer could not be sent. It is still here: send it again when you like.',
  notSentBusy: 'The interviewer is busy just now. Your answer is still here: send it again in a moment.',
  notSentUnreachable:
    'We can’t reach the interviewer. Your answer is still here: check your connection and send it again.',
  commentPlaceholder: 'Add a few words, if you like',
  otherOption: 'Something else',
  chosenCount: { other: '{n} chosen' } as Plural,
  multipleChoiceHint: 'Choose all that apply',
  rankingHint: 'Best first. Drag, or use the arrows.',
  moveUp: 'Move {item} up',
  moveDown: 'Move {item} down',
  itemMoved: '{item}, place {n} of {all}',
  scaleValue: '{n} of {all}',
  tooLong: { one: '{n} character too many', other: '{n} characters too many' } as Plural,
  tooLongAdvice: 'shorten it, or send it in two parts',
  endTitle: 'End the interview?',
  endText: 'What you have said so far is kept.',
  endNow: 'End now',
  keepGoing: 'Keep going',
  timeUp: 'The time was up. Everything you sent is kept.',
  endedEarly: 'You ended it early, which is fine. Everything you said is kept.',
  alreadyCompleted: 'This interview was completed already. Everything you said is kept.',
  lovedIt: 'Loved it',
  notGreat: 'Not great',
  feedbackPrompt: 'Anything you would like to add?',
  feedbackThanks: 'Thank you, noted.',
  thanksLink: 'Continue',
  otherTabTitle: 'This interview is open in another tab',
  otherTabText: 'You can go on there, or go on here with everything you said so far.',
  continueHere: 'Continue here',
  welcomeBack: 'Welcome back. You can go on where you left off.',
  newMessage: 'New message',
  retrying: 'The connection broke off. We keep your answer and try again…',
  timeNearlyUp: 'Less than a minute left. What you send until then is kept.',
};

export type DeferredTexts = typeof DEFERRED_TEXTS;

/** Every sentence of the widget. */
export type Texts = FirstTexts & DeferredTexts;

/**
 * Fills a number into the right plural form: `fillCount({ one: '{n} day', other: '{n} days' }, 3,
 * 'en')`.
 */
export const fillCount = (forms: Plural, n: number, locale: string): string =>
  fill(forms[new Intl.PluralRules(locale).select(n)] ?? forms.other, { n }, locale);
