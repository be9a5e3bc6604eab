import type { BackQuestion } from './classify-message.ts';
import { english } from './english.ts';
import { german } from './german.ts';

/** What the built-in interviewer says and understands in one language. A file each. */
export interface Tongue {
  phrases: Phrases;
  wording: Wording;
}

/** All that the interviewer says besides a guide's own sentences. Lists are used in order, each sentence once in an interview. */
export interface Phrases {
  /** Before a question that follows a real answer. */
  thanks: string[];
  /** Before a question that follows "I don't know". */
  unknowing: string[];
  /** Before a question that follows "I'd rather not say". */
  declined: string[];
  /** Before a question that follows a bare no. */
  noted: string[];
  /** Before a question that follows abuse. */
  rude: string[];
  /** Before a question that is reached without an answer to the one before. */
  onwards: string[];
  /** Asks for more under an open question, once the guide's own follow-ups are used up. */
  followUps: string[];
  /** Asks for more where the answer was a word or two; `…` is that word. */
  echo: string;
  /** Invites again where nothing was said. */
  emptyAgain: string;
  /** Before asking again, by what the respondent asked back. */
  answers: Record<BackQuestion, string>;
  /** Asks a structured question again, by its type; `{min}`, `{max}` and `{options}` are filled in. */
  again: Record<'scale' | 'yes_no' | 'single_choice' | 'multiple_choice' | 'ranking', string>;
  /** Invites again to an open question, before its text. */
  openAgain: string;
  /** When the respondent asks to stop. */
  stopped: string;
  /** To whatever is said after the end. */
  afterwards: string[];
}

/**
 * How replies are understood: plain tables of expressions, matched against a text in lower case without punctuation. They
 * miss things, and what they miss counts as an ordinary answer, which is the harmless mistake.
 */
export interface Wording {
  /** What a reply may begin with without meaning anything by it. */
  fillers: RegExp;
  stop: RegExp;
  /** What is meant to hurt rather than to tell. */
  rude: RegExp;
  refusal: RegExp;
  /** A bare no, which answers nothing but a question for yes or no. */
  bareNo: RegExp;
  unknowing: RegExp;
  /** What the respondent asks back, the first that fits. */
  backQuestions: [BackQuestion, RegExp][];
  /** How a question begins that is typed without its mark. */
  asks: RegExp;
  /** Words that by themselves tell nothing. */
  vague: ReadonlySet<string>;
  yes: ReadonlySet<string>;
  no: ReadonlySet<string>;
  /** All the options. */
  all: ReadonlySet<string>;
  /** From zero to ten. */
  numbers: readonly string[];
  /** What people put around a number without changing it ("eher eine … würde ich sagen"). */
  aroundNumber: RegExp;
  /** Articles, which are no part of an option's name. */
  articles: ReadonlySet<string>;
  /** "out of", as in "7 out of 10"; a piece of a regular expression. */
  outOf: string;
  /** "and", between the last two of a list; a piece of a regular expression. */
  and: string;
}

const TONGUES: Record<string, Tongue> = { en: english, de: german };

/** The languages the built-in interviewer speaks. */
export const LANGUAGES = Object.keys(TONGUES);

/** By a guide's locale. A guide in another language is led by its own sentences, with English between them. */
export const tongueOf = (locale: string): Tongue => TONGUES[locale.toLowerCase().split('-')[0]!] ?? english;
