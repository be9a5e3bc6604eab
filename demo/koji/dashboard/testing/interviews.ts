import type { InterviewDetails } from '../../interviews/details.ts';
import type { ListedInterview } from '../../interviews/list.ts';

/** An interview for the dashboard's tests, with all six question types. */

const startedAt = Date.parse('2026-11-23T09:41:00Z');
const messageId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const secondsAfterStart = (seconds: number) => new Date(startedAt + seconds * 1000).toISOString();

export const INTERVIEW_ID = '5b0c7f9e-3f64-4c0a-9a53-2f1f6f0d7a11';

const DRIVERS = ['Price', 'Missing features', 'Switched to another tool', 'Team got smaller'];
const WANTED = ['Room displays', 'Calendar sync', 'Shift swaps', 'Visitor passes'];
const RANKED = ['Price', 'Support', 'Speed', 'Features'];

export function createAnalysedInterview(): InterviewDetails {
  return {
    interview_id: INTERVIEW_ID,
    project: 'demo',
    guideTitle: 'Why people leave Tidemark',
    status: 'completed',
    started_at: secondsAfterStart(0),
    completed_at: secondsAfterStart(372),
    reason: 'natural',
    analysis_status: 'completed',
    respondent: {
      external_id: 'larkspur-7',
      display_name: 'Maeve Larkin',
      metadata: { plan: 'Harbour', seats: 9, beta: { rooms: true } },
    },
    stats: { duration_seconds: 372, respondent_messages: 7, interviewer_messages: 8, total_messages: 15 },
    transcript: [
      {
        message_id: messageId(1),
        role: 'interviewer',
        content: 'Thanks for taking a moment. What made you think about cancelling?',
        created_at: secondsAfterStart(0),
        question: { id: 'why', text: 'What made you think about cancelling?', type: 'open_ended', config: {} },
      },
      {
        message_id: messageId(2),
        role: 'respondent',
        content:
          'Honestly, the double bookings. Twice in October we had two crews in the boathouse at the same hour, and the calendar on my phone still showed the old plan.\n\nWe went back to the whiteboard.',
        created_at: secondsAfterStart(58),
      },
      {
        message_id: messageId(3),
        role: 'interviewer',
        content: 'How likely would you be to recommend Tidemark to a friend?',
        created_at: secondsAfterStart(61),
        question: {
          id: 'recommend',
          text: 'How likely would you be to recommend Tidemark to a friend?',
          type: 'scale',
          config: { min: 0, max: 10, min_label: 'Not at all', max_label: 'Very likely' },
        },
      },
      {
        message_id: messageId(4),
        role: 'respondent',
        content: '6. Fine for a small office, but I could not trust it on a busy week.',
        created_at: secondsAfterStart(104),
        answer: { question_id: 'recommend', value: 6 },
      },
      {
        message_id: messageId(5),
        role: 'interviewer',
        content: 'Which of these weighs most?',
        created_at: secondsAfterStart(107),
        question: {
          id: 'driver',
          text: 'Which of these weighs most?',
          type: 'single_choice',
          config: { options: DRIVERS, allow_other: true },
        },
      },
      {
        message_id: messageId(6),
        role: 'respondent',
        content: 'Missing features',
        created_at: secondsAfterStart(121),
        answer: { question_id: 'driver', value: 'Missing features' },
      },
      {
        message_id: messageId(7),
        role: 'interviewer',
        content: 'Which of these would you have used?',
        created_at: secondsAfterStart(124),
        question: {
          id: 'wanted',
          text: 'Which of these would you have used?',
          type: 'multiple_choice',
          config: { options: WANTED, allow_other: false },
        },
      },
      {
        message_id: messageId(8),
        role: 'respondent',
        content: 'Calendar sync and shift swaps. The sync above all: if my phone is wrong, the plan is wrong.',
        created_at: secondsAfterStart(170),
        answer: { question_id: 'wanted', value: ['Calendar sync', 'Shift swaps'] },
      },
      {
        message_id: messageId(9),
        role: 'interviewer',
        content: 'Please put these in order, the most important first.',
        created_at: secondsAfterStart(174),
        question: {
          id: 'order',
          text: 'Please put these in order, the most important first.',
          type: 'ranking',
          config: { options: RANKED },
        },
      },
      {
        message_id: messageId(10),
        role: 'respondent',
        content: 'Features, support, speed, price',
        created_at: secondsAfterStart(220),
        answer: { question_id: 'order', value: ['Features', 'Support', 'Speed', 'Price'] },
      },
      {
        message_id: messageId(11),
        role: 'interviewer',
        content: 'Would you come back if that were fixed?',
        created_at: secondsAfterStart(224),
        question: { id: 'back', text: 'Would you come back if that were fixed?', type: 'yes_no', config: {} },
      },
      {
        message_id: messageId(12),
        role: 'respondent',
        content: 'Yes',
        created_at: secondsAfterStart(236),
        answer: { question_id: 'back', value: true },
      },
      {
        message_id: messageId(13),
        role: 'interviewer',
        content: 'What would have to be true first?',
        created_at: secondsAfterStart(240),
      },
      {
        message_id: messageId(14),
        role: 'respondent',
        content:
          'That a room can only ever be given out once. Your support was kind about it, but kind does not move a crew.',
        created_at: secondsAfterStart(361),
      },
      {
        message_id: messageId(15),
        role: 'interviewer',
        content: 'Thank you, that was very clear. That is all I wanted to ask.',
        created_at: secondsAfterStart(364),
      },
    ],
    analysis: {
      quality_score: 4.2,
      quality: {
        depth: 4.4,
        coverage: 5,
        engagement: 3.2,
        rationale:
          'Every question was answered. Three answers name times, places and consequences; two are a single word and were left at that.',
      },
      themes: [
        {
          name: 'Double bookings',
          description: 'Rooms were given out twice on busy days, which sent the team back to a whiteboard.',
          quotes: [
            { message_id: messageId(2), text: 'Twice in October we had two crews in the boathouse at the same hour' },
            { message_id: messageId(14), text: 'a room can only ever be given out once' },
          ],
        },
        {
          name: 'Phone calendar out of date',
          description: 'The plan on the phone lags behind the one in the office.',
          quotes: [
            { message_id: messageId(2), text: 'the calendar on my phone still showed the old plan' },
            { message_id: messageId(8), text: 'if my phone is wrong, the plan is wrong' },
          ],
        },
      ],
      insights: [
        {
          text: 'Trust was lost in two incidents, not over time: both fell into one busy month.',
          quotes: [{ message_id: messageId(4), text: 'I could not trust it on a busy week' }],
        },
        {
          text: 'Support is seen as friendly and as no substitute for the fix.',
          quotes: [{ message_id: messageId(14), text: 'kind does not move a crew' }],
        },
      ],
      structured_answers: [
        {
          questionId: 'recommend',
          questionText: 'How likely would you be to recommend Tidemark to a friend?',
          questionType: 'scale',
          structuredValue: 6,
          qualitativeAnswer: 'Fine for a small office, but I could not trust it on a busy week.',
          confidence: 'high',
          followUpInsights: ['Would recommend it to a team that books less.'],
        },
        {
          questionId: 'driver',
          questionText: 'Which of these weighs most?',
          questionType: 'single_choice',
          structuredValue: 'Missing features',
          qualitativeAnswer: '',
          confidence: 'high',
          followUpInsights: [],
        },
        {
          questionId: 'wanted',
          questionText: 'Which of these would you have used?',
          questionType: 'multiple_choice',
          structuredValue: ['Calendar sync', 'Shift swaps'],
          qualitativeAnswer: 'The sync above all: if my phone is wrong, the plan is wrong.',
          confidence: 'medium',
          followUpInsights: ['Sync comes before everything else.', 'Shift swaps would save the Friday phone round.'],
        },
        {
          questionId: 'order',
          questionText: 'Please put these in order, the most important first.',
          questionType: 'ranking',
          structuredValue: ['Features', 'Support', 'Speed', 'Price'],
          qualitativeAnswer: '',
          confidence: 'high',
          followUpInsights: [],
        },
        {
          questionId: 'back',
          questionText: 'Would you come back if that were fixed?',
          questionType: 'yes_no',
          structuredValue: true,
          qualitativeAnswer: 'That a room can only ever be given out once.',
          confidence: 'high',
          followUpInsights: [],
        },
        {
          questionId: 'why',
          questionText: 'What made you think about cancelling?',
          questionType: 'open_ended',
          structuredValue: null,
          qualitativeAnswer: 'Honestly, the double bookings.',
          confidence: 'medium',
          followUpInsights: [],
        },
      ],
    },
  };
}

/** The same interview at an earlier status or with a failed analysis. Later fields are missing. */
export function createInterviewWithStatus(status: 'active' | 'concluded' | 'processing' | 'failed'): InterviewDetails {
  const { analysis: _, ...interview } = createAnalysedInterview();
  if (status === 'processing' || status === 'failed') return { ...interview, analysis_status: status };
  return { ...interview, status, completed_at: null, reason: null, analysis_status: null };
}

export function toListedInterview(interview: InterviewDetails): ListedInterview {
  const { transcript: _, analysis, ...rest } = interview;
  return { ...rest, ...(analysis ? { quality_score: analysis.quality_score } : {}) };
}
