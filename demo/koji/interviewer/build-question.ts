import type { Question } from '../../../src/interview/questions.ts';
import type { GuideQuestion } from '../guides/guide.ts';
import type { Phrases } from './language-packs.ts';

/** A guide's question as it is asked: without what only the interviewer needs. */
export function buildQuestion({ topic: _topic, probing: _probing, ...question }: GuideQuestion): Question {
  return 'config' in question ? question : { ...question, config: {} };
}

/** A follow-up as it is asked: always open, named after the question it stands under. */
export const buildFollowUpQuestion = (under: GuideQuestion, number: number, text: string): Question => ({
  id: `${under.id}_followup_${number}`,
  text,
  type: 'open_ended',
  config: {},
});

/** How a structured question is asked for the second time, naming what can be answered. */
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
