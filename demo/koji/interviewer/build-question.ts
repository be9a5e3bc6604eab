import type { Question } from '../../../src/interview/questions.ts';
import type { GuideQuestion } from '../guides/guide.ts';
import type { Phrases } from './language-pack.ts';

/**
 * A guide's question in the form that the widget gets: without the fields that only the interviewer
 * uses.
 */
export function buildQuestion({ topic: _topic, probing: _probing, ...question }: GuideQuestion): Question {
  return 'config' in question ? question : { ...question, config: {} };
}

/**
 * An open follow-up question; `number` counts the follow-ups to this question of the guide from 1.
 */
export const buildFollowUpQuestion = (guideQuestion: GuideQuestion, number: number, text: string): Question => ({
  id: `${guideQuestion.id}_followup_${number}`,
  text,
  type: 'open_ended',
  config: {},
});

/**
 * The sentence that asks a question again. For a structured question it lists the possible values.
 */
export function buildAskAgainText(question: Question, phrases: Phrases): string {
  if (question.type === 'open_ended') return `${phrases.askOpenAgain} ${question.text}`;
  const { config } = question;
  const options = 'options' in config ? config.options.join(', ') : '';
  const [min, max] = 'min' in config ? [config.min, config.max] : ['', ''];
  return phrases.askAgain[question.type]
    .replace('{min}', String(min))
    .replace('{max}', String(max))
    .replace('{options}', () => options);
}
