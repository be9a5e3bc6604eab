/**
 * The sentences that may be needed before the first question is answered, in English. The others
 * are in `deferred/texts.ts`, other languages in `languages/`. Names in braces, such as `{n}`, are
 * filled in. Hosts can replace each sentence (option `texts`).
 */
export const FIRST_TEXTS = {
  launcher: 'Share your thoughts',
  interview: 'Interview',
  close: 'Close',
  consentTitle: 'A short interview',
  consentText: 'An AI interviewer asks a few questions. The team behind this site keeps and analyses what you write.',
  agree: 'Agree and start',
  decline: 'Not now',
  starting: 'Getting ready…',
  completing: 'Saving your answers…',
  interviewer: 'Interviewer',
  you: 'You',
  questionNumber: 'Question {n}',
  answer: 'Your answer',
  send: 'Send',
  endInterview: 'End interview',
  thanks: 'Thanks for the chat!',
  yes: 'Yes',
  no: 'No',
  errorTitle: 'That did not work',
  retry: 'Try again',
  unreachable: 'We can’t reach the interviewer. Check your connection and try again.',
};

export type FirstTexts = typeof FIRST_TEXTS;

/**
 * Fills values into a sentence: `fill('Question {n}', { n: 3 }, 'en')`. Numbers are written as the
 * language does; unknown names stay as they are.
 *
 * Whole numbers below 1000 look the same in all our languages except Arabic, and skip `Intl`, which
 * takes longer to start than the first screen takes to draw.
 */
export const fill = (sentence: string, values: Record<string, string | number>, locale: string): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return String(
      /^\d{1,3}$/.test(`${value}`) && !/^ar|-u-/i.test(locale) ? value : (value?.toLocaleString(locale) ?? whole),
    );
  });
