import { type DatabaseOptions, openDatabase } from '../../demo/koji/index.ts';
import type { Reason } from '../../src/interview/completion.ts';

/** An interview in Koji's database, with its lease in the proxy's table. */
export interface InterviewRecord {
  id: string;
  /** Null until the interview is completed. */
  reason: Reason | null;
  /** Epoch milliseconds. */
  startedAt: number;
  /** Epoch milliseconds. */
  completedAt: number | null;
  /** The number of stored analyses. */
  analyses: number;
  /** Null if the proxy was killed before it stored a lease. Then nobody has the session token. */
  leaseStatus: string | null;
}

/** Reads all interviews. No demo may be running on an embedded database. */
export async function readRecords(options: DatabaseOptions): Promise<InterviewRecord[]> {
  const database = await openDatabase(options);
  try {
    const { rows } = await database.connection.query(`
      select interviews.id, interviews.reason,
             extract(epoch from started_at)::float8 * 1000 as "startedAt",
             extract(epoch from completed_at)::float8 * 1000 as "completedAt",
             (select count(*)::int from analyses where interview_id = interviews.id) as analyses,
             leases.status as "leaseStatus"
        from interviews left join koji_embed.leases on leases.id = interviews.id::text`);
    return rows as InterviewRecord[];
  } finally {
    await database.close();
  }
}
