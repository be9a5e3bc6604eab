import { createHash, randomUUID } from 'node:crypto';
import type { StartRequest, StartResponse } from '../../../src/wire/koji-api.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { guides, interviews, messages } from '../database/schema.ts';
import { chooseGuide } from '../guides/choose-guide.ts';
import type { Guide } from '../guides/guide.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';
import { createSessionToken, hashSecret } from '../keys/secrets.ts';
import { numberQuestion } from './number-question.ts';

export interface StartDependencies {
  db: Db;
  clock: Clock;
  interviewer: Interviewer;
  guides: readonly Guide[];
}

/**
 * Starts an interview of a project. The response contains the session token; only its hash
 * is stored.
 * @throws ApiError `invalid_request` for `mode: "voice"`
 */
export async function startInterview(
  { db, clock, interviewer, guides: availableGuides }: StartDependencies,
  projectId: string,
  { respondent, mode, locale }: StartRequest,
): Promise<StartResponse> {
  if (mode === 'voice') {
    throw new ApiError('invalid_request', 'mode: "voice" is not available yet; use "text" or leave it out.');
  }
  const guide = chooseGuide(availableGuides, { study: respondent?.metadata?.study, locale });
  const turn = await interviewer.open(guide);
  const opening = { ...turn, question: numberQuestion(guide, turn) };
  const id = randomUUID();
  const sessionToken = createSessionToken();
  const startedAt = clock.now();
  const body = JSON.stringify(guide);
  const digest = createHash('sha256').update(body).digest('hex');

  await db.transaction(async tx => {
    await tx.insert(guides).values({ digest, name: guide.id, body: guide }).onConflictDoNothing();
    await tx.insert(interviews).values({
      id,
      projectId,
      guideDigest: digest,
      sessionTokenHash: hashSecret(sessionToken),
      status: 'active',
      locale: locale ?? null,
      respondent: respondent ?? null,
      openQuestion: opening.question,
      startedAt,
      interviewerMessages: 1,
    });
    await tx.insert(messages).values({
      id: randomUUID(),
      interviewId: id,
      position: 0,
      role: 'interviewer',
      content: opening.content,
      question: opening.question,
      guideQuestion: opening.guideQuestion,
      followUp: opening.followUp,
      createdAt: startedAt,
    });
  });

  return {
    interview_id: id,
    session_token: sessionToken,
    status: 'active',
    started_at: startedAt.toISOString(),
    initial_message: opening.content,
    question: opening.question,
  };
}
