import { and, eq } from 'drizzle-orm';
import { ApiError } from '../api-error.ts';
import type { Db } from '../database/database.ts';
import { type InterviewRow, interviews } from '../database/schema.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Finds an interview of a project.
 * @throws ApiError `not_found` for an unknown id, a text that is no UUID, and an interview of
 * another project
 */
export async function findInterview(db: Pick<Db, 'select'>, projectId: string, id: string): Promise<InterviewRow> {
  const [interview] = UUID.test(id)
    ? await db
        .select()
        .from(interviews)
        .where(and(eq(interviews.id, id), eq(interviews.projectId, projectId)))
    : [];
  return interview ?? throwNotFound();
}

/**
 * Reads an interview and locks its row until the transaction ends.
 * @throws ApiError `not_found`
 */
export async function lockInterview(tx: Pick<Db, 'select'>, id: string): Promise<InterviewRow> {
  const [interview] = await tx.select().from(interviews).where(eq(interviews.id, id)).for('update');
  return interview ?? throwNotFound();
}

export function throwNotFound(): never {
  throw new ApiError('not_found', 'There is no interview with this id.');
}
