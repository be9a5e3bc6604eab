import guide from '../../demo/koji/guides/churn.en.json' with { type: 'json' };
import type { Question } from '../../src/interview/questions.ts';
import type { Message } from '../../src/interview/transcript.ts';

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

/** The values among them: open questions have none. */
const { reason, everyday, last_word, ...structured } = ANSWERS;
export const STRUCTURED = structured;

/** The values that a transcript holds, by their questions. */
export const valuesIn = (transcript: readonly Message[]) =>
  Object.fromEntries(transcript.flatMap(({ answer }) => (answer ? [[answer.question_id, answer.value]] : [])));

/** Questions whose controls are used in a way that no question of the demo's guide needs. */
export const EXTRA_QUESTIONS = {
  own: {
    id: 'own',
    text: 'What do you use instead?',
    type: 'single_choice',
    config: { options: ['A spreadsheet', 'Another planner'], allow_other: true },
  },
  owns: {
    id: 'owns',
    text: 'What did you use it for?',
    type: 'multiple_choice',
    config: { options: ['Shifts', 'Rooms'], allow_other: true },
  },
  slider: { id: 'slider', text: 'How many of 100?', type: 'scale', config: { min: 0, max: 100 } },
  digits: { id: 'digits', text: 'How satisfied?', type: 'scale', config: { min: 0, max: 10 } },
  ranking: { id: 'ranking', text: 'What matters?', type: 'ranking', config: { options: ['Price', 'Speed', 'Help'] } },
  no: { id: 'no', text: 'Would you come back?', type: 'yes_no', config: {} },
} satisfies Record<string, Question>;

/** What our respondent says where the interviewer asks for more. */
export const FOLLOW_UP_ANSWER = 'Bookings that stay where I put them, and a price that fits a workshop of nine people.';

export const GUIDE_QUESTIONS = guide.questions as AskedQuestion[];

/** What the interviewer says last. */
export const CLOSING = guide.closing;

/** Which question an interviewer's turn ends with. A sentence that is not in the guide follows up the question before. */
export function findGuideQuestion(turn: string): AskedQuestion {
  const text = turn.trim();
  return (
    GUIDE_QUESTIONS.find(question => text.endsWith(question.text)) ?? { id: 'follow-up', type: 'open_ended', text }
  );
}
