import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { type Answer, type Question, validateAnswerValue } from '../../../src/interview/questions.ts';
import type { MessageRequest, ReplyDone } from '../../../src/wire/messages.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db, Transaction } from '../database/database.ts';
import { guides, type InterviewRow, interviews, type MessageRow, messages } from '../database/schema.ts';
import type { Interviewer, InterviewerReply } from '../interviewer/interviewer.ts';
import { throwAlreadyCompleted } from './complete.ts';
import { lockInterview, throwNotFound } from './find-interview.ts';
import { numberQuestion } from './number-question.ts';
import { readMessages } from './read-interview.ts';
import { serializeReply } from './serialize.ts';

export interface MessageDependencies {
  db: Db;
  clock: Clock;
  interviewer: Interviewer;
}

/**
 * Of messages that race, one is stored and the others try again. This many lost races mean a bug.
 */
const MAX_ATTEMPTS = 100;

/**
 * Takes a respondent's message and returns the interviewer's reply. Both are stored when this
 * resolves.
 *
 * The interviewer runs outside of any transaction, so that a slow model does not block others. If another
 * message was stored meanwhile, it runs again. Message and reply are stored in one transaction that
 * locks the interview.
 * @throws ApiError `not_found`, `already_completed`, or `invalid_request` for an answer that does
 * not fit the open question
 */
export async function handleMessage(
  dependencies: MessageDependencies,
  id: string,
  body: MessageRequest,
): Promise<ReplyDone> {
  const { db, clock, interviewer } = dependencies;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const { interview, guide, turns } = await readConversation(db, id);
    if (interview.status === 'completed') throwAlreadyCompleted(interview);
    const earlierReply = findEarlierReply(turns, body.client_message_id);
    if (earlierReply) return earlierReply;
    if (body.answer) checkAnswer(interview.openQuestion, body.answer);

    const message = { content: body.content, answer: body.answer ?? null };
    const isConcluded = interview.status === 'concluded';
    const turn = await interviewer.reply({ guide, turns, isConcluded }, message);
    const reply = { ...turn, question: numberQuestion(guide, turn) };
    const stored = await db.transaction(async tx => {
      const current = await lockInterview(tx, id);
      if (current.status === 'completed') throwAlreadyCompleted(current);
      return countMessages(current) === turns.length ? storeTurns(tx, current, body, reply, clock.now()) : null;
    });
    if (stored) return stored;
  }
  throw new Error(`Interview ${id}: other messages were stored first, ${MAX_ATTEMPTS} times in a row.`);
}

const countMessages = (interview: InterviewRow) => interview.respondentMessages + interview.interviewerMessages;

/**
 * A consistent view without a transaction: turns are read last, and those newer than the interview
 * row are left out.
 */
async function readConversation(db: Db, id: string) {
  const [row] = await db
    .select({ interview: interviews, guide: guides.body })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .where(eq(interviews.id, id));
  if (!row) throwNotFound();
  const turns = await readMessages(db, id);
  return { ...row, turns: turns.slice(0, countMessages(row.interview)) };
}

/** The stored reply to an earlier message with this client id; null if there is none. */
function findEarlierReply(turns: MessageRow[], clientMessageId: string | undefined): ReplyDone | null {
  if (!clientMessageId) return null;
  // Postgres returns UUIDs in lower case.
  const storedId = clientMessageId.toLowerCase();
  const message = turns.find(turn => turn.clientMessageId === storedId);
  const reply = message && turns[message.position + 1];
  return reply ? serializeReply(reply) : null;
}

function checkAnswer(openQuestion: Question | null, answer: Answer): void {
  if (answer.question_id !== openQuestion?.id) {
    const expected = openQuestion ? `expected "${openQuestion.id}"` : 'no question is open';
    throw new ApiError('invalid_request', `answer.question_id: "${answer.question_id}" is not open; ${expected}.`);
  }
  const problem = validateAnswerValue(openQuestion, answer.value);
  if (problem) throw new ApiError('invalid_request', `answer.value: ${problem}.`);
}

/**
 * Stores the message and its reply, and updates the interview's status, open question and counts.
 */
async function storeTurns(
  tx: Transaction,
  interview: InterviewRow,
  body: MessageRequest,
  reply: InterviewerReply,
  now: Date,
): Promise<ReplyDone> {
  const position = countMessages(interview);
  const [previous] = await tx
    .select({ guideQuestion: messages.guideQuestion, followUp: messages.followUp })
    .from(messages)
    .where(and(eq(messages.interviewId, interview.id), eq(messages.position, position - 1)));
  const common = { interviewId: interview.id, createdAt: now };
  const [, storedReply] = await tx
    .insert(messages)
    .values([
      {
        ...common,
        ...previous,
        id: randomUUID(),
        position,
        role: 'respondent',
        content: body.content,
        answer: body.answer ?? reply.answer,
        clientMessageId: body.client_message_id ?? null,
      },
      {
        ...common,
        id: randomUUID(),
        position: position + 1,
        role: 'interviewer',
        content: reply.content,
        question: reply.question,
        guideQuestion: reply.guideQuestion,
        followUp: reply.followUp,
        concluded: reply.isConcluded,
      },
    ])
    .returning();
  await tx
    .update(interviews)
    .set({
      status: reply.isConcluded ? 'concluded' : 'active',
      openQuestion: reply.question,
      respondentMessages: interview.respondentMessages + 1,
      interviewerMessages: interview.interviewerMessages + 1,
    })
    .where(eq(interviews.id, interview.id));
  return serializeReply(storedReply!);
}
