import type { Message } from '../interview/transcript.ts';
import type { Interview, StartResponse } from '../wire/koji-api.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';

/**
 * Koji's response to a start has no id for the opening message. After a resume it has the id that
 * Koji uses.
 */
const OPENING_MESSAGE_ID = 'opening';

/** Times by the proxy's clock, in milliseconds since 1970. */
export interface ViewTimes {
  now: number;
  /** When the maximum duration is over; null without a limit. */
  endsAt: number | null;
}

export const createStartView = (started: StartResponse, { now, endsAt }: ViewTimes): InterviewView => ({
  interview_id: started.interview_id,
  status: started.status,
  messages: [
    {
      message_id: OPENING_MESSAGE_ID,
      role: 'interviewer',
      content: started.initial_message,
      ...(started.question ? { question: started.question } : {}),
    },
  ],
  question: started.question,
  started_at: started.started_at,
  now: toIsoTime(now),
  ends_at: endsAt === null ? null : toIsoTime(endsAt),
});

/**
 * Picks what the respondent's page may know, field by field: nothing else of Koji's response gets
 * through.
 */
export function createInterviewView(interview: Interview, { now, endsAt }: ViewTimes): InterviewView {
  const { status, reason, completed_at, stats } = interview;
  const messages = interview.transcript.map(
    ({ message_id, role, content, question, answer }): Message => ({
      message_id,
      role,
      content,
      ...(question ? { question } : {}),
      ...(answer ? { answer } : {}),
    }),
  );
  return {
    interview_id: interview.interview_id,
    status,
    messages,
    question: status === 'active' ? findOpenQuestion(messages) : null,
    started_at: interview.started_at,
    now: toIsoTime(now),
    ends_at: endsAt === null ? null : toIsoTime(endsAt),
    ...(status === 'completed' && reason && completed_at ? { completed: { reason, completed_at, stats } } : {}),
  };
}

const findOpenQuestion = (messages: Message[]) =>
  messages.findLast(({ role }) => role === 'interviewer')?.question ?? null;

const toIsoTime = (time: number): string => new Date(time).toISOString();
