import { type SQL, sql } from 'drizzle-orm';
import { type InterviewRow, interviews } from '../database/schema.ts';

/** A cursor for the part of a list that follows this interview: its start time and id. */
export const encodeCursor = ({ startedAt, id }: Pick<InterviewRow, 'startedAt' | 'id'>): string =>
  `${startedAt.toISOString()}_${id}`;

// PostgreSQL has no year 0.
const CURSOR = /^((?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * A condition on `interviews` for those after the cursor, in the order newest first.
 * Undefined, which excludes nothing, if the cursor is not valid.
 */
export function afterCursor(cursor: string): SQL | undefined {
  const [, time, id] = CURSOR.exec(cursor) ?? [];
  if (!time || !id || Number.isNaN(Date.parse(time))) return undefined;
  const startedAt = new Date(time);
  // A row comparison lets Postgres start an index scan at the cursor. The equivalent `or` does not.
  return sql`(${interviews.startedAt}, ${interviews.id}) < (${startedAt.toISOString()}::timestamptz, ${id}::uuid)`;
}
