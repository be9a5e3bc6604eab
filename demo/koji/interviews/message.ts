import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { type Answer, type Question, validateAnswerValue } from '../../../src/interview/questions.ts';
import type { MessageRequest, ReplyDone } from '../../../src/wire/messages.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db, Transaction } from '../database/database.ts';
import { guides, type InterviewRow, interviews, type MessageRow, messages } from '../database/schema.ts';
import type { Interviewer, InterviewerReply } from '../interviewer/interviewer.ts';
import { throwAlreadyCompleted } from './complete.ts';
import { lockInterview } from './find-interview.ts';
import { serializeReply } from './serialize.ts';

export interface MessageDependencies {
  db: Db;
  clock: Clock;
  interviewer: Interviewer;
}

/** Messages that race to one interview are taken in turn; one that loses this often has met something else. */
const ATTEMPTS = 100;

/**
 * Takes what the respondent says and gives the interviewer's reply, both stored when this resolves.
 *
 * The interviewer thinks outside of any transaction, so that a slow one holds nobody up. If the interview has moved on
 * meanwhile, it thinks again; storing both turns happens under the interview's lock, in one transaction.
 */
export async function handleMessage(
  dependencies: MessageDependencies,
  id: string,
  body: MessageRequest,
): Promise<ReplyDone> {
  const { db, clock, interviewer } = dependencies;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { interview, guide, turns } = await readConversation(db, id);
    if (interview.status === 'completed') throwAlreadyCompleted(interview);
    const earlier = findEarlierReply(turns, body.client_message_id);
    if (earlier) return earlier;
    if (body.answer) checkAnswer(interview.openQuestion, body.answer);

    const said = { content: body.content, answer: body.answer ?? null };
    const isConcluded = interview.status === 'concluded';
    const reply = await interviewer.reply({ guide, turns, isConcluded }, said);
    const stored = await db.transaction(async tx => {
      const now = await lockInterview(tx, id);
      if (now.status === 'completed') throwAlreadyCompleted(now);
      return countMessages(now) === turns.length ? storeTurns(tx, now, body, reply, clock.now()) : null;
    });
    if (stored) return stored;
  }
  throw new Error('The interview kept moving on.');
}

const countMessages = (interview: InterviewRow) => interview.respondentMessages + interview.interviewerMessages;

/** Interview, guide and turns as they are at one moment: the turns are read last and those that are newer are left out. */
async function readConversation(db: Db, id: string) {
  const [found] = await db
    .select({ interview: interviews, guide: guides.body })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .where(eq(interviews.id, id));
  if (!found) throw new ApiError('not_found', 'There is no such interview.');
  const turns = await db.select().from(messages).where(eq(messages.interviewId, id)).orderBy(asc(messages.place));
  return { ...found, turns: turns.slice(0, countMessages(found.interview)) };
}

/** The reply that a message with this id has already had. */
function findEarlierReply(turns: MessageRow[], clientMessageId: string | undefined): ReplyDone | null {
  if (!clientMessageId) return null;
  const wanted = clientMessageId.toLowerCase();
  const message = turns.find(turn => turn.clientMessageId === wanted);
  const reply = message && turns[message.place + 1];
  return reply ? serializeReply(reply) : null;
}

function checkAnswer(open: Question | null, answer: Answer): void {
  if (answer.question_id !== open?.id) {
    throw new ApiError('invalid_request', 'answer.question_id: This question is not open.');
  }
  const fault = validateAnswerValue(open, answer.value);
  if (fault) throw new ApiError('invalid_request', `answer.value: ${fault}.`);
}

async function storeTurns(
  tx: Transaction,
  interview: InterviewRow,
  body: MessageRequest,
  reply: InterviewerReply,
  now: Date,
): Promise<ReplyDone> {
  const place = countMessages(interview);
  const [asked] = await tx
    .select({ guideQuestion: messages.guideQuestion, followUp: messages.followUp })
    .from(messages)
    .where(and(eq(messages.interviewId, interview.id), eq(messages.place, place - 1)));
  const common = { interviewId: interview.id, createdAt: now };
  const [, answered] = await tx
    .insert(messages)
    .values([
      {
        ...common,
        ...asked,
        id: randomUUID(),
        place,
        role: 'respondent',
        content: body.content,
        answer: body.answer ?? reply.answer,
        clientMessageId: body.client_message_id ?? null,
      },
      {
        ...common,
        id: randomUUID(),
        place: place + 1,
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
  return serializeReply(answered!);
}
