/**
 * The sentences that can be needed before the first question is answered; the others are in `rest/texts.ts`, which comes
 * later. `{n}` and the like are filled in. Each may be replaced by the host (option `texts`). English; other languages are in
 * `languages`.
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
 * Puts values into a sentence, numbers as they are written in a language: `fill('Question {n}', { n: 3 }, 'en')`.
 * A small whole number is the same in all of ours but Arabic, and `Intl` takes longer to get ready than all else that is drawn.
 */
export const fill = (sentence: string, values: Record<string, string | number>, locale: string): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return String(
      /^\d{1,3}$/.test(`${value}`) && !/^ar|-u-/i.test(locale) ? value : (value?.toLocaleString(locale) ?? whole),
    );
  });
