import type { Answer, Question, QuestionType } from '../interview/questions.ts';

/** Words for a question, and the value that goes with them. */
export function answerTo({ type, config }: Question): { content: string; value: Answer['value'] } {
  const options = 'options' in config ? config.options : [];
  switch (type) {
    case 'open_ended':
      return { content: SAID, value: null };
    case 'scale': {
      const value = 'max' in config ? config.max : 0;
      return { content: String(value), value };
    }
    case 'single_choice':
      return { content: options[0] ?? '', value: options[0] ?? '' };
    case 'multiple_choice':
      return { content: options[0] ?? '', value: options.slice(0, 1) };
    case 'ranking':
      return { content: options.join(', '), value: options };
    case 'yes_no':
      return { content: 'Yes', value: true };
  }
}

/** Enough for an interviewer not to ask for more. */
const SAID = 'It took my team two weeks to set it up, and then the price went up twice within a single year.';

/** A value that no question of this type takes. */
export const UNFIT: Record<QuestionType, Answer['value']> = {
  open_ended: 7,
  scale: 'many',
  single_choice: true,
  multiple_choice: 7,
  ranking: ['nothing of it'],
  yes_no: 'perhaps',
};
