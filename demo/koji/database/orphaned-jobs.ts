import type { PgBoss } from 'pg-boss';

/**
 * Fails the active jobs of a queue. Only a process that has the database to itself may call it, and
 * only before it works on the queue: active jobs are then leftovers of a process that died. Each
 * counts as a failed run, so that a job that crashes the process is not retried for ever.
 */
export async function failOrphanedJobs(boss: PgBoss, queue: string): Promise<void> {
  // Uses SQL because findJobs() can't filter by state and would page through all finished jobs.
  const { rows } = await boss
    .getDb()
    .executeSql("select id from pgboss.job where name = $1 and state = 'active'", [queue]);
  const ids = rows.map(row => row.id);
  if (ids.length > 0) await boss.fail(queue, ids);
}
