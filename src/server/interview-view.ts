import type { Message } from '../interview/transcript.ts';
import type { Interview, StartResponse } from '../wire/koji-api.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';

/** Koji's answer to a start does not name its opening message; a resume later gives the id that Koji uses. */
const OPENING = 'opening';

export const viewOfStart = (started: StartResponse, endsAt: number | null): InterviewView => ({
  interview_id: started.interview_id,
  status: started.status,
  messages: [
    {
      message_id: OPENING,
      role: 'interviewer',
      content: started.initial_message,
      ...(started.question ? { question: started.question } : {}),
    },
  ],
  question: started.question,
  started_at: started.started_at,
  ends_at: isoOrNull(endsAt),
});

/** What the respondent's page may know: named part by part, so that nothing else of Koji's answer slips through. */
export function viewOfInterview(interview: Interview, endsAt: number | null): InterviewView {
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
    question: status === 'active' ? openQuestion(messages) : null,
    started_at: interview.started_at,
    ends_at: isoOrNull(endsAt),
    ...(status === 'completed' && reason && completed_at ? { completed: { reason, completed_at, stats } } : {}),
  };
}

const openQuestion = (messages: Message[]) => messages.findLast(({ role }) => role === 'interviewer')?.question ?? null;

export const isoOrNull = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
