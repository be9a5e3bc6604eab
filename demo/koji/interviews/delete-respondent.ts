import { inArray, or, sql } from 'drizzle-orm';
import type { Db, Transaction } from '../database/database.ts';
import { analyses, interviews, messages, webhookDeliveries } from '../database/schema.ts';
import { filterCondition } from './filter.ts';

/** What was deleted of a respondent, in rows. */
export interface DeletionReport {
  interviews: number;
  messages: number;
  analyses: number;
  /** What webhooks were told, or were yet to be told. */
  deliveries: number;
  /** Jobs of the queue, done or to be done. */
  jobs: number;
  /** Where one of these interviews is named still, by table: empty unless others keep tables in this database. */
  remaining: { table: string; rows: number }[];
}

/** How many interviews a respondent has, by the host's own id. */
export const countInterviewsOf = async (db: Db, respondent: string): Promise<number> =>
  db.$count(interviews, filterCondition(db, { respondent }));

/**
 * Deletes all interviews of a respondent for good, with all that was made of them, open ones as well. All of it or
 * nothing. Afterwards every table of the database is searched for them.
 */
export async function deleteRespondent(db: Db, respondent: string): Promise<DeletionReport> {
  const { ids, ...erased } = await db.transaction(tx => deleteInterviews(tx, respondent));
  return { ...erased, remaining: ids.length > 0 ? await findRemainingMentions(db, ids) : [] };
}

async function deleteInterviews(tx: Transaction, respondent: string) {
  // Whoever is about to add to one of them waits, and then finds it gone.
  const found = await tx
    .select({ id: interviews.id })
    .from(interviews)
    .where(filterCondition(tx, { respondent }))
    .for('update');
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return { ids, interviews: 0, messages: 0, analyses: 0, deliveries: 0, jobs: 0 };
  const counts = {
    messages: await tx.$count(messages, inArray(messages.interviewId, ids)),
    analyses: await tx.$count(analyses, inArray(analyses.interviewId, ids)),
    deliveries: await tx.$count(webhookDeliveries, inArray(webhookDeliveries.interviewId, ids)),
  };
  const jobs = await deleteJobs(tx, ids);
  // The rest goes with it.
  await tx.delete(interviews).where(inArray(interviews.id, ids));
  return { ids, interviews: ids.length, ...counts, jobs };
}

/** The queue has no keys that point at interviews: its jobs name them in their data. */
async function deleteJobs(tx: Transaction, ids: string[]): Promise<number> {
  const { rows } = await rowsOf<{ there: boolean }>(tx, sql`select to_regclass('pgboss.job') is not null as there`);
  // A database on which no server ever ran has no queue.
  if (!rows[0]?.there) return 0;
  const deliveries = tx
    .select({ id: sql<string>`${webhookDeliveries.id}::text` })
    .from(webhookDeliveries)
    .where(inArray(webhookDeliveries.interviewId, ids));
  const gone = await rowsOf(
    tx,
    sql`delete from pgboss.job where ${or(
      inArray(sql`data ->> 'interviewId'`, ids),
      inArray(sql`data ->> 'deliveryId'`, deliveries),
    )} returning id`,
  );
  return gone.rows.length;
}

/** Which tables name one of these ids anywhere, whosever they are. Reads all of the database. */
async function findRemainingMentions(db: Db, ids: string[]): Promise<DeletionReport['remaining']> {
  const { rows } = await rowsOf<{ schema: string; name: string }>(
    db,
    sql`select table_schema as schema, table_name as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const pattern = ids.join('|');
  const left: DeletionReport['remaining'] = [];
  for (const { schema, name } of rows) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const [found] = (
      await rowsOf<{ rows: number }>(db, sql`select count(*)::int as rows from ${table} t where t::text ~ ${pattern}`)
    ).rows;
    if (found && found.rows > 0) left.push({ table: `${schema}.${name}`, rows: found.rows });
  }
  return left;
}

/** Both drivers answer so, which their common type doesn't say. */
const rowsOf = async <Row>(db: Pick<Db, 'execute'>, query: ReturnType<typeof sql>) =>
  (await db.execute(query)) as unknown as { rows: Row[] };
