import guide from '../../demo/koji/guides/churn.en.json' with { type: 'json' };

export type QuestionType = 'open_ended' | 'scale' | 'single_choice' | 'multiple_choice' | 'ranking' | 'yes_no';

export interface AskedQuestion {
  id: string;
  type: QuestionType;
  text: string;
}

/** What our respondent answers to each question of the demo's guide; a list of words for the questions that follow it up. */
export const ANSWERS = {
  reason: 'The price went up by a third in October, and only two of the nine of us ever opened the planner.',
  used_for: ['Shift planning', 'Reports'],
  satisfaction: 4,
  everyday: 'Last Tuesday it lost two room bookings, and I phoned around for an hour until everybody had a place.',
  next_tool: 'A spreadsheet',
  priorities: ['Ease of use', 'Price', 'Mobile app', 'Integrations', 'Support'],
  come_back: true,
  last_word: 'Please keep the weekly picture of the rooms, which everybody in the workshop liked to look at.',
} as const;

/** What our respondent says where the interviewer asks for more. */
export const MORE = 'Bookings that stay where I put them, and a price that fits a workshop of nine people.';

export const GUIDE_QUESTIONS = guide.questions as AskedQuestion[];

/** What the interviewer says last. */
export const CLOSING = guide.closing;

/** Which question an interviewer's turn ends with. A sentence that is not in the guide follows up the question before. */
export function questionIn(turn: string): AskedQuestion {
  const text = turn.trim();
  return (
    GUIDE_QUESTIONS.find(question => text.endsWith(question.text)) ?? { id: 'follow-up', type: 'open_ended', text }
  );
}
