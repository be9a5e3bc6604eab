import type { FailureCode } from '../interview/failures.ts';

/**
 * The sentences that can be needed before the first question is answered; the others are in `rest/texts.ts`, which comes
 * later. `{n}` and the like are filled in. Each may be replaced by the host (option `texts`).
 */
export const FIRST_TEXTS = {
  launcher: 'Share your thoughts',
  interview: 'Interview',
  close: 'Close',
  consentTitle: 'A short interview',
  consent: 'An AI interviewer asks a few questions. The team behind this site keeps and analyses what you write.',
  agree: 'Agree and start',
  decline: 'Not now',
  starting: 'Getting ready…',
  completing: 'Saving your answers…',
  interviewer: 'Interviewer',
  you: 'You',
  writing: 'The interviewer is writing…',
  question: 'Question {n}',
  left: '{time} left',
  answer: 'Your answer',
  send: 'Send',
  end: 'End interview',
  thanks: 'Thanks for the chat!',
  yes: 'Yes',
  no: 'No',
  failed: 'That did not work',
  retry: 'Try again',
  restart: 'Start again',
  unreachable: 'We can’t reach the interviewer. Check your connection and try again.',
  busy: 'The interviewer is busy just now. Try again in a moment.',
  over: 'This interview is over, and what you said was kept. You can start a new one.',
  refused: 'An interview is not on offer here just now.',
  broken: 'Something went wrong on our side. Try again in a moment.',
};

export type FirstTexts = typeof FIRST_TEXTS;

/** What is said of a failure: what happened and what to do, no codes and no blame. */
const SAYING: { [Code in FailureCode]?: keyof FirstTexts } = {
  unreachable: 'unreachable',
  timed_out: 'busy',
  rate_limited: 'busy',
  upstream_unavailable: 'busy',
  ticket_invalid: 'over',
  ticket_expired: 'over',
  not_found: 'over',
  forbidden: 'refused',
  origin_not_allowed: 'refused',
};

export const sayFailure = (code: FailureCode, texts: FirstTexts): string => texts[SAYING[code] ?? 'broken'];

/** Puts values into a sentence: `fill('Question {n}', { n: 3 })`. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
