import type { AnswerValue } from '../../../src/interview/questions.ts';
import type { GuideQuestion } from '../guides/guide.ts';
import { classifyMessage, findWordsToEcho } from './classify-message.ts';
import type { LanguagePack, MessagePatterns } from './language-packs.ts';

export interface FollowUpContext {
  question: GuideQuestion;
  /** The value given just now; null after an open question or a follow-up. */
  value: AnswerValue;
  content: string;
  /** Texts of all questions asked so far: none is asked twice. */
  asked: ReadonlySet<string>;
  languagePack: LanguagePack;
}

/** The follow-up that fits what was just said; null where nothing is to be gained, or nothing is left to ask. */
export function chooseFollowUp({ question, value, content, asked, languagePack }: FollowUpContext): string | null {
  const isFresh = (text: string | null | undefined): text is string => Boolean(text) && !asked.has(text!);
  const { phrases, patterns } = languagePack;
  const { prompts } = question.probing;

  if (value !== null) {
    if (hasWordsBeside(value, content, patterns)) return null;
    return [promptForValue(question, value), ...prompts].find(isFresh) ?? null;
  }
  const word = findWordsToEcho(content, patterns);
  const echo = word && phrases.followUpOnWords.replace('…', () => word);
  // The guide knows best, and a word to hold on to beats a general invitation; a follow-up that was answered thinly is
  // not dug into with the same echo again.
  return [...prompts, echo, ...(question.type === 'open_ended' ? phrases.followUps : [])].find(isFresh) ?? null;
}

function promptForValue({ type, probing, ...question }: GuideQuestion, value: AnswerValue): string | undefined {
  if (type === 'yes_no') return value === true ? probing.whenYes : probing.whenNo;
  if (type !== 'scale' || typeof value !== 'number' || !('config' in question) || !('min' in question.config)) return;
  const { min, max } = question.config;
  const share = (value - min) / (max - min);
  return share <= 0.6 ? probing.whenLow : share >= 0.8 ? probing.whenHigh : undefined;
}

/** Whether somebody has explained a value in the same breath: then there is no need to ask why. */
function hasWordsBeside(value: AnswerValue, content: string, wording: MessagePatterns): boolean {
  const named = Array.isArray(value) ? value : [String(value)];
  const rest = named.reduce((text, option) => text.replace(option, ' '), content);
  return classifyMessage(rest, wording) === 'rich';
}
