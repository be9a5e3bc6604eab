import type { AnswerValue } from '../../../../src/interview/questions.ts';
import type { GuideQuestion } from '../../guides/guide.ts';
import type { FinishedInterview, TranscriptTurn } from '../analyst.ts';

const probing = { maxFollowUps: 1, prompts: [] };
export const startQuestion: GuideQuestion = {
  id: 'start',
  text: 'How did you start?',
  topic: 'Getting started',
  type: 'open_ended',
  probing,
};
export const troubleQuestion: GuideQuestion = {
  id: 'trouble',
  text: 'What does not work?',
  topic: 'Trouble',
  type: 'open_ended',
  probing,
};
export const ratingQuestion: GuideQuestion = {
  id: 'rating',
  text: 'How likely are you to recommend it?',
  topic: 'Recommendation',
  type: 'scale',
  config: { min: 0, max: 10 },
  probing,
};
export const buyAgainQuestion: GuideQuestion = {
  id: 'again',
  text: 'Would you buy it again?',
  topic: 'Buying again',
  type: 'yes_no',
  probing,
};
export const causeQuestion: GuideQuestion = {
  id: 'cause',
  text: 'What mattered most?',
  topic: 'Cause',
  type: 'single_choice',
  config: { options: ['Price', 'Support', 'Speed'], allow_other: false },
  probing,
};
export const channelsQuestion: GuideQuestion = {
  id: 'channels',
  text: 'How do you reach us?',
  topic: 'Channels',
  type: 'multiple_choice',
  config: { options: ['Email', 'Phone', 'Chat'], allow_other: false },
  probing,
};
export const rankingQuestion: GuideQuestion = {
  id: 'order',
  text: 'Rank these.',
  topic: 'Priorities',
  type: 'ranking',
  config: { options: ['Price', 'Support', 'Speed'] },
  probing,
};

/** A question and the respondent's message; null if the respondent left before answering. */
export type Exchange = {
  question: GuideQuestion;
  message: string | null;
  /** The value of the question's control. */
  value?: AnswerValue;
  followUp?: number;
  /** The interviewer's text; default the question's. */
  askedText?: string;
};

/**
 * Builds a finished interview of these exchanges. Its guide has their questions, or those in
 * `options.questions`.
 */
export function buildInterview(
  exchanges: Exchange[],
  options: Partial<FinishedInterview> & { questions?: GuideQuestion[] } = {},
): FinishedInterview {
  const { questions = [...new Set(exchanges.map(({ question }) => question))], ...rest } = options;
  const turns = exchanges.flatMap(
    ({ question, message, value, followUp = 0, askedText = question.text }, at): TranscriptTurn[] => {
      const common = { created_at: '2026-01-01T10:00:00.000Z', guideQuestion: question.id, followUp };
      const interviewerTurn: TranscriptTurn = {
        ...common,
        message_id: `ask-${at}`,
        role: 'interviewer',
        content: askedText,
      };
      if (message === null) return [interviewerTurn];
      const answer = value === undefined ? {} : { answer: { question_id: question.id, value } };
      return [interviewerTurn, { ...common, message_id: `say-${at}`, role: 'respondent', content: message, ...answer }];
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

/** Informative answers to these questions. */
export const RICH_ANSWERS = {
  start:
    'We moved our team of six to it in March, because the old planner lost two bookings in one week and nobody noticed.',
  trouble: 'The export costs me an hour a month: I copy forty rows by hand into the sheet of our accountant.',
  rating: 'Eight, because the reminders work and nine in ten guests turn up since we switched them on.',
};
