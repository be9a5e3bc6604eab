import type { Answer, Question, QuestionType } from '../interview/questions.ts';

/** A message that answers a question, and the value that goes with it. */
export function sampleAnswer({ type, config }: Question): { content: string; value: Answer['value'] } {
  const options = 'options' in config ? config.options : [];
  switch (type) {
    case 'open_ended':
      return { content: OPEN_ANSWER, value: null };
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

/** Long enough that an interviewer does not ask a follow-up question. */
const OPEN_ANSWER = 'It took my team two weeks to set it up, and then the price went up twice within a single year.';

/** For each question type, a value that no question of that type accepts. */
export const UNFIT_VALUES: Record<QuestionType, Answer['value']> = {
  open_ended: 7,
  scale: 'many',
  single_choice: true,
  multiple_choice: 7,
  ranking: ['not an option'],
  yes_no: 'perhaps',
};
