/**
 * What a respondent asks the interviewer back. `other` is any question that the patterns don't
 * recognise.
 */
export type CounterQuestionTopic = 'identity' | 'duration' | 'purpose' | 'meaning' | 'other';

/**
 * Everything the built-in interviewer needs to speak and understand one language: the sentences it
 * says and the patterns it recognises. One file per language. To add a language, write such a file
 * and list it in `language-packs.ts`.
 */
export interface LanguagePack {
  phrases: Phrases;
  patterns: MessagePatterns;
}

/**
 * The interviewer's sentences besides those of the guide. A list holds alternatives: they are used
 * in order, each once per interview, and start over when all are used. No string is empty.
 */
export interface Phrases {
  /** Said before the next question, after a real answer. */
  afterAnswer: string[];
  /** Said before the next question, after "I don't know". */
  afterDontKnow: string[];
  /** Said before the next question, after "I'd rather not say". */
  afterRefusal: string[];
  /** Said before the next question, after a bare "no". */
  afterBareNo: string[];
  /** Said before the next question, after abuse. */
  afterAbuse: string[];
  /** Said before the next question, when the previous one stays unanswered. */
  afterNoAnswer: string[];
  /** Follow-up questions to an open question, asked after the guide's own prompts. */
  followUps: string[];
  /** Follow-up question to an answer of a few words; `…` is replaced by those words. */
  followUpOnWords: string;
  /** Said before the same question is asked again, after a message without words. */
  afterEmptyMessage: string;
  /** Said before the same question is asked again, by what the respondent asked back. */
  counterQuestionReplies: Record<CounterQuestionTopic, string>;
  /**
   * Asks for a value again, by question type. `{min}`, `{max}` and `{options}` are replaced from
   * the question.
   */
  askAgain: Record<'scale' | 'yes_no' | 'single_choice' | 'multiple_choice' | 'ranking', string>;
  /** Said before the text of an open question that is asked again. */
  askOpenAgain: string;
  /** The last sentence, when the respondent asks to stop. */
  afterStop: string;
  /** Replies to messages that come after the interview has concluded. */
  afterConclusion: string[];
}

/**
 * How messages are understood. Regular expressions and phrases match a message in lower case,
 * without punctuation and without fillers at its start (see `stripFillers`). They are incomplete: a
 * message that none of them recognises counts as an ordinary answer, which is the harmless mistake.
 */
export interface MessagePatterns {
  /** Words at the start of a message that don't change its meaning, such as "well" or "sorry". */
  leadingFillers: RegExp;
  /** A wish to end the interview. */
  stop: RegExp;
  /** Insults, as opposed to strong language about the product. */
  abuse: RegExp;
  refusal: RegExp;
  /** A "no" without anything else. It answers only yes/no questions. */
  bareNo: RegExp;
  dontKnow: RegExp;
  /** Questions the respondent asks back; the first match decides the topic. */
  counterQuestions: [CounterQuestionTopic, RegExp][];
  /** Starts of a question typed without a question mark. */
  unmarkedQuestion: RegExp;
  /** Words that carry no information by themselves. */
  vagueWords: ReadonlySet<string>;
  yesPhrases: ReadonlySet<string>;
  noPhrases: ReadonlySet<string>;
  /** Phrases that choose every option. */
  allOptionsPhrases: ReadonlySet<string>;
  /** Number words from zero to ten; the index is the value. */
  numberWords: readonly string[];
  /** Words around a number that don't change it, as in "eher eine 8, würde ich sagen". */
  numberFillers: RegExp;
  /** Articles and possessives, ignored when a message is compared with an option. */
  articles: ReadonlySet<string>;
  /** "out of", as in "7 out of 10". A fragment of a regular expression. */
  outOf: string;
  /** "and", before the last item of a list. A fragment of a regular expression. */
  and: string;
}
