import type { CounterQuestionTopic } from './classify-message.ts';
import { english } from './english.ts';
import { german } from './german.ts';

/** What the built-in interviewer says and understands in one language. A file each. */
export interface LanguagePack {
  phrases: Phrases;
  patterns: MessagePatterns;
}

/** All that the interviewer says besides a guide's own sentences. Lists are used in order, each sentence once in an interview. */
export interface Phrases {
  /** Before a question that follows a real answer. */
  afterAnswer: string[];
  /** Before a question that follows "I don't know". */
  afterDontKnow: string[];
  /** Before a question that follows "I'd rather not say". */
  afterRefusal: string[];
  /** Before a question that follows a bare no. */
  afterBareNo: string[];
  /** Before a question that follows abuse. */
  afterAbuse: string[];
  /** Before a question that is reached without an answer to the one before. */
  afterNoAnswer: string[];
  /** Asks for more under an open question, once the guide's own follow-ups are used up. */
  followUps: string[];
  /** Asks for more where the answer was a word or two; `…` is that word. */
  followUpOnWords: string;
  /** Invites again where nothing was said. */
  afterEmptyMessage: string;
  /** Before asking again, by what the respondent asked back. */
  counterQuestionReplies: Record<CounterQuestionTopic, string>;
  /** Asks a structured question again, by its type; `{min}`, `{max}` and `{options}` are filled in. */
  askAgain: Record<'scale' | 'yes_no' | 'single_choice' | 'multiple_choice' | 'ranking', string>;
  /** Invites again to an open question, before its text. */
  askOpenAgain: string;
  /** When the respondent asks to stop. */
  afterStop: string;
  /** To whatever is said after the end. */
  afterConclusion: string[];
}

/**
 * How replies are understood: plain tables of expressions, matched against a text in lower case without punctuation. They
 * miss things, and what they miss counts as an ordinary answer, which is the harmless mistake.
 */
export interface MessagePatterns {
  /** What a reply may begin with without meaning anything by it. */
  leadingFillers: RegExp;
  stop: RegExp;
  /** What is meant to hurt rather than to tell. */
  abuse: RegExp;
  refusal: RegExp;
  /** A bare no, which answers nothing but a question for yes or no. */
  bareNo: RegExp;
  dontKnow: RegExp;
  /** What the respondent asks back, the first that fits. */
  counterQuestions: [CounterQuestionTopic, RegExp][];
  /** How a question begins that is typed without its mark. */
  unmarkedQuestion: RegExp;
  /** Words that by themselves tell nothing. */
  vagueWords: ReadonlySet<string>;
  yesPhrases: ReadonlySet<string>;
  noPhrases: ReadonlySet<string>;
  /** All the options. */
  allOptionsPhrases: ReadonlySet<string>;
  /** From zero to ten. */
  numberWords: readonly string[];
  /** What people put around a number without changing it ("eher eine … würde ich sagen"). */
  numberFillers: RegExp;
  /** Articles, which are no part of an option's name. */
  articles: ReadonlySet<string>;
  /** "out of", as in "7 out of 10"; a piece of a regular expression. */
  outOf: string;
  /** "and", between the last two of a list; a piece of a regular expression. */
  and: string;
}

const LANGUAGE_PACKS: Record<string, LanguagePack> = { en: english, de: german };

/** The languages the built-in interviewer speaks. */
export const SUPPORTED_LANGUAGES = Object.keys(LANGUAGE_PACKS);

/** By a guide's locale. A guide in another language is led by its own sentences, with English between them. */
export const getLanguagePack = (locale: string): LanguagePack =>
  LANGUAGE_PACKS[locale.toLowerCase().split('-')[0]!] ?? english;
