import type { AnswerValue } from '../../../../src/interview/questions.ts';
import type { GuideQuestion } from '../../guides/guide.ts';
import type { FinishedInterview, TranscriptTurn } from '../analyst.ts';

const probing = { maxFollowUps: 1, prompts: [] };
export const start: GuideQuestion = {
  id: 'start',
  text: 'How did you start?',
  topic: 'Getting started',
  type: 'open_ended',
  probing,
};
export const trouble: GuideQuestion = {
  id: 'trouble',
  text: 'What does not work?',
  topic: 'Trouble',
  type: 'open_ended',
  probing,
};
export const rating: GuideQuestion = {
  id: 'rating',
  text: 'How likely are you to recommend it?',
  topic: 'Recommendation',
  type: 'scale',
  config: { min: 0, max: 10 },
  probing,
};
export const again: GuideQuestion = {
  id: 'again',
  text: 'Would you buy it again?',
  topic: 'Buying again',
  type: 'yes_no',
  probing,
};
export const cause: GuideQuestion = {
  id: 'cause',
  text: 'What mattered most?',
  topic: 'Cause',
  type: 'single_choice',
  config: { options: ['Price', 'Support', 'Speed'], allow_other: false },
  probing,
};
export const channels: GuideQuestion = {
  id: 'channels',
  text: 'How do you reach us?',
  topic: 'Channels',
  type: 'multiple_choice',
  config: { options: ['Email', 'Phone', 'Chat'], allow_other: false },
  probing,
};
export const order: GuideQuestion = {
  id: 'order',
  text: 'Rank these.',
  topic: 'Priorities',
  type: 'ranking',
  config: { options: ['Price', 'Support', 'Speed'] },
  probing,
};

/** A question with what was said to it; null where the respondent left before answering. */
export type Exchange = {
  question: GuideQuestion;
  say: string | null;
  value?: AnswerValue;
  followUp?: number;
  ask?: string;
};

/** A finished interview of these exchanges; the guide holds their questions, or those given. */
export function buildInterview(
  exchanges: Exchange[],
  options: Partial<FinishedInterview> & { questions?: GuideQuestion[] } = {},
): FinishedInterview {
  const { questions = [...new Set(exchanges.map(({ question }) => question))], ...rest } = options;
  const turns = exchanges.flatMap(
    ({ question, say, value, followUp = 0, ask = question.text }, at): TranscriptTurn[] => {
      const common = { created_at: '2026-01-01T10:00:00.000Z', guideQuestion: question.id, followUp };
      const asked: TranscriptTurn = { ...common, message_id: `ask-${at}`, role: 'interviewer', content: ask };
      if (say === null) return [asked];
      const answer = value === undefined ? {} : { answer: { question_id: question.id, value } };
      return [asked, { ...common, message_id: `say-${at}`, role: 'respondent', content: say, ...answer }];
    },
  );
  return {
    interview_id: 'one',
    guide: { id: 'made_up', title: 'Made up', locale: 'en', opening: 'Hello.', closing: 'Thank you.', questions },
    locale: 'en',
    reason: 'natural',
    turns,
    ...rest,
  };
}

export const RICH = {
  start:
    'We moved our team of six to it in March, because the old planner lost two bookings in one week and nobody noticed.',
  trouble: 'The export costs me an hour a month: I copy forty rows by hand into the sheet of our accountant.',
  rating: 'Eight, because the reminders work and nine in ten guests turn up since we switched them on.',
};
