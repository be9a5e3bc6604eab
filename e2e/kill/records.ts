import { type DatabaseOptions, openDatabase } from '../../demo/koji/index.ts';
import type { Reason } from '../../src/interview/completion.ts';

/** What Koji's database says of an interview, and whether the proxy had a lease of it. */
export interface InterviewRecord {
  id: string;
  reason: Reason | null;
  /** Epoch milliseconds. */
  startedAt: number;
  completedAt: number | null;
  /** How many analyses were stored. */
  analyses: number;
  /** Null for an interview that the proxy died over before it had kept a lease: nobody has its token. */
  lease: string | null;
}

/** Reads the records of a demo that has been stopped. */
export async function readRecords(options: DatabaseOptions): Promise<InterviewRecord[]> {
  const database = await openDatabase(options);
  try {
    const { rows } = await database.connection.query(`
      select interviews.id, interviews.reason,
             extract(epoch from started_at)::float8 * 1000 as "startedAt",
             extract(epoch from completed_at)::float8 * 1000 as "completedAt",
             (select count(*)::int from analyses where interview_id = interviews.id) as analyses,
             leases.status as lease
        from interviews left join koji_embed.leases on leases.id = interviews.id::text`);
    return rows as InterviewRecord[];
  } finally {
    await database.close();
  }
}
