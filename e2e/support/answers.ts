import guide from '../../demo/koji/guides/churn.en.json' with { type: 'json' };
import type { Question } from '../../src/interview/questions.ts';
import type { Message } from '../../src/interview/transcript.ts';

export type QuestionType = 'open_ended' | 'scale' | 'single_choice' | 'multiple_choice' | 'ranking' | 'yes_no';

export interface AskedQuestion {
  id: string;
  type: QuestionType;
  text: string;
}

/** The test respondent's answer to each question of the demo's guide, by question id. */
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

/** The answers to structured questions only. */
const { reason, everyday, last_word, ...structured } = ANSWERS;
export const STRUCTURED_ANSWERS = structured;

/** Collects the answer values of a transcript, by question id. */
export const collectAnswerValues = (transcript: readonly Message[]) =>
  Object.fromEntries(transcript.flatMap(({ answer }) => (answer ? [[answer.question_id, answer.value]] : [])));

/** Questions for control variants that the demo's guide does not use. */
export const EXTRA_QUESTIONS = {
  singleWithOther: {
    id: 'singleWithOther',
    text: 'What do you use instead?',
    type: 'single_choice',
    config: { options: ['A spreadsheet', 'Another planner'], allow_other: true },
  },
  multipleWithOther: {
    id: 'multipleWithOther',
    text: 'What did you use it for?',
    type: 'multiple_choice',
    config: { options: ['Shifts', 'Rooms'], allow_other: true },
  },
  slider: { id: 'slider', text: 'How many of 100?', type: 'scale', config: { min: 0, max: 100 } },
  zeroToTen: { id: 'zeroToTen', text: 'How satisfied?', type: 'scale', config: { min: 0, max: 10 } },
  ranking: { id: 'ranking', text: 'What matters?', type: 'ranking', config: { options: ['Price', 'Speed', 'Help'] } },
  yesNo: { id: 'yesNo', text: 'Would you come back?', type: 'yes_no', config: {} },
} satisfies Record<string, Question>;

/** The test respondent's answer to every follow-up. */
export const FOLLOW_UP_ANSWER = 'Bookings that stay where I put them, and a price that fits a workshop of nine people.';

export const GUIDE_QUESTIONS = guide.questions as AskedQuestion[];

/** The interviewer's last sentence. */
export const CLOSING = guide.closing;

/**
 * Finds the guide question that an interviewer's turn ends with. A turn without one is a follow-up,
 * which gets the id `follow-up` and the type `open_ended`.
 */
export function findGuideQuestion(turn: string): AskedQuestion {
  const text = turn.trim();
  return (
    GUIDE_QUESTIONS.find(question => text.endsWith(question.text)) ?? { id: 'follow-up', type: 'open_ended', text }
  );
}
