import { and, eq } from 'drizzle-orm';
import { ApiError } from '../api-error.ts';
import type { Db } from '../database/database.ts';
import { type InterviewRow, interviews } from '../database/schema.ts';
import { matchesHash } from '../keys/secrets.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The interview of this project with this id. Another project's is as unknown as none at all, and so is no id. */
export async function findInterview(db: Pick<Db, 'select'>, projectId: string, id: string): Promise<InterviewRow> {
  const [interview] = UUID.test(id)
    ? await db
        .select()
        .from(interviews)
        .where(and(eq(interviews.id, id), eq(interviews.projectId, projectId)))
    : [];
  if (!interview) throw new ApiError('not_found', 'There is no such interview.');
  return interview;
}

/** The interview as it is now, kept from changing until the transaction ends. */
export async function lockInterview(tx: Pick<Db, 'select'>, id: string): Promise<InterviewRow> {
  const [interview] = await tx.select().from(interviews).where(eq(interviews.id, id)).for('update');
  if (!interview) throw new ApiError('not_found', 'There is no such interview.');
  return interview;
}

/** Holds the caller to the session token that `start` gave for this very interview. */
export function requireSessionToken(interview: InterviewRow, token: string | undefined): void {
  if (!token || !matchesHash(interview.sessionTokenHash, token)) {
    throw new ApiError('unauthorized', "The interview's own session token is needed: X-Session-Token: st_live_….");
  }
}
