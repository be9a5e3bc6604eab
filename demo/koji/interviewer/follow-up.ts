import type { AnswerValue } from '../../../src/interview/questions.ts';
import type { GuideQuestion } from '../guides/guide.ts';
import { rateValue } from '../guides/rate-value.ts';
import { classifyMessage, findWordsToEcho } from './classify-message.ts';
import type { LanguagePack, MessagePatterns } from './language-pack.ts';

export interface FollowUpContext {
  guideQuestion: GuideQuestion;
  /** The value of the last message; null if it answers an open question or a follow-up. */
  value: AnswerValue;
  /** The text of the last message. */
  content: string;
  /** Texts of all questions asked so far. None is asked twice. */
  askedTexts: ReadonlySet<string>;
  languagePack: LanguagePack;
}

/** The text of a follow-up question to the last message; null if it needs none or none is left. */
export function chooseFollowUp(context: FollowUpContext): string | null {
  const { guideQuestion, value, content, askedTexts, languagePack } = context;
  const { phrases, patterns } = languagePack;
  const { prompts } = guideQuestion.probing;
  const isNew = (text: string | null | undefined): text is string => Boolean(text) && !askedTexts.has(text!);

  if (value !== null) {
    if (isExplained(value, content, patterns)) return null;
    return [promptForValue(guideQuestion, value), ...prompts].find(isNew) ?? null;
  }
  const words = findWordsToEcho(content, patterns);
  const echo = words && phrases.followUpOnWords.replace('…', () => words);
  // The guide's prompts fit best, and a question about the respondent's own words fits better than
  // a general one.
  const generalPrompts = guideQuestion.type === 'open_ended' ? phrases.followUps : [];
  return [...prompts, echo, ...generalPrompts].find(isNew) ?? null;
}

/** The guide's prompt for this particular value. */
function promptForValue({ type, probing, ...question }: GuideQuestion, value: AnswerValue): string | undefined {
  if (type === 'yes_no') return value === true ? probing.whenYes : probing.whenNo;
  if (type !== 'scale' || typeof value !== 'number' || !('config' in question) || !('min' in question.config)) return;
  const rating = rateValue(question.config, value);
  return rating === 'low' ? probing.whenLow : rating === 'high' ? probing.whenHigh : undefined;
}

/** Whether the message already explains its value, so that asking for the reason is needless. */
function isExplained(value: AnswerValue, content: string, patterns: MessagePatterns): boolean {
  const valueTexts = Array.isArray(value) ? value : [String(value)];
  const withoutValue = valueTexts.reduce((text, valueText) => text.replace(valueText, ' '), content);
  return classifyMessage(withoutValue, patterns) === 'rich';
}
