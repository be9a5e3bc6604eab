/** Converts stored rows to the response bodies of the API. */
import type { Stats } from '../../../src/interview/completion.ts';
import type { CompleteResponse, Interview, TranscriptMessage } from '../../../src/wire/koji-api.ts';
import type { ReplyDone } from '../../../src/wire/messages.ts';
import type { InterviewRow, MessageRow } from '../database/schema.ts';

/** An interview without its transcript and analysis. */
export type InterviewSummary = Omit<Interview, 'transcript' | 'analysis'>;

export const serializeInterview = (interview: InterviewRow, now: Date): InterviewSummary => ({
  interview_id: interview.id,
  status: interview.status,
  started_at: interview.startedAt.toISOString(),
  completed_at: interview.completedAt?.toISOString() ?? null,
  reason: interview.reason,
  analysis_status: interview.analysisStatus,
  stats: serializeStats(interview, now),
  ...(interview.respondent && { respondent: interview.respondent }),
});

/** A message of the transcript. `question` and `answer` are absent where the row has none. */
export const serializeMessage = (row: MessageRow): TranscriptMessage => ({
  message_id: row.id,
  role: row.role,
  content: row.content,
  created_at: row.createdAt.toISOString(),
  ...(row.question && { question: row.question }),
  ...(row.answer && { answer: row.answer }),
});

/** A message of the interviewer, as the `done` event of the reply stream. */
export const serializeReply = (row: MessageRow): ReplyDone => ({
  message_id: row.id,
  content: row.content,
  question: row.question,
  interview_status: row.concluded ? 'concluded' : 'active',
  messages_count: row.position + 1,
});

/** The response to a completion. Throws if the interview is not completed. */
export function serializeCompletion(interview: InterviewRow): CompleteResponse {
  const { id, completedAt, analysisStatus } = interview;
  if (!completedAt || !analysisStatus) throw new Error(`Interview ${id} is not completed.`);
  return {
    interview_id: id,
    status: 'completed',
    completed_at: completedAt.toISOString(),
    analysis_status: analysisStatus,
    stats: serializeStats(interview, completedAt),
  };
}

/** Duration and message counts. While the interview is open, the duration is the time so far. */
const serializeStats = (interview: InterviewRow, now: Date): Stats => ({
  duration_seconds: interview.durationSeconds ?? secondsBetween(interview.startedAt, now),
  respondent_messages: interview.respondentMessages,
  interviewer_messages: interview.interviewerMessages,
  total_messages: interview.respondentMessages + interview.interviewerMessages,
});

/** Whole seconds, rounded; 0 if `to` is before `from`. */
export const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
