import { inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Db, Transaction } from '../database/database.ts';
import { analyses, interviews, messages, webhookDeliveries } from '../database/schema.ts';
import { filterCondition } from './filter.ts';

/** How many rows of a respondent were deleted, by kind. */
export interface DeletionReport {
  interviews: number;
  messages: number;
  analyses: number;
  /** Webhook deliveries, sent or still pending. */
  deliveries: number;
  /** Jobs of the queue, finished or not. */
  jobs: number;
  /**
   * Tables that still mention one of these interviews. Empty unless others keep tables in this
   * database.
   */
  remaining: { table: string; rows: number }[];
}

/** Counts the interviews of a respondent, who is identified by `external_id`. */
export const countInterviewsOf = async (db: Db, respondent: string): Promise<number> =>
  db.$count(interviews, filterCondition(db, { respondent }));

/**
 * Deletes all interviews of a respondent, open ones too, with all data derived from them, in one
 * transaction. Then searches every table of the database for their ids.
 */
export async function deleteRespondent(db: Db, respondent: string): Promise<DeletionReport> {
  const { ids, ...counts } = await db.transaction(tx => deleteInterviews(tx, respondent));
  return { ...counts, remaining: ids.length > 0 ? await findRemainingMentions(db, ids) : [] };
}

async function deleteInterviews(tx: Transaction, respondent: string) {
  // The lock makes a concurrent message or completion wait and then fail with `not_found`.
  const rows = await tx
    .select({ id: interviews.id })
    .from(interviews)
    .where(filterCondition(tx, { respondent }))
    .for('update');
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { ids, interviews: 0, messages: 0, analyses: 0, deliveries: 0, jobs: 0 };
  const counts = {
    messages: await tx.$count(messages, inArray(messages.interviewId, ids)),
    analyses: await tx.$count(analyses, inArray(analyses.interviewId, ids)),
    deliveries: await tx.$count(webhookDeliveries, inArray(webhookDeliveries.interviewId, ids)),
  };
  const jobs = await deleteJobs(tx, ids);
  // Messages, analyses and deliveries are deleted by their foreign keys' `on delete cascade`.
  await tx.delete(interviews).where(inArray(interviews.id, ids));
  return { ids, interviews: ids.length, ...counts, jobs };
}

/**
 * Deletes the queue's jobs, which have no foreign key: they name interviews and deliveries in their
 * JSON data.
 */
async function deleteJobs(tx: Transaction, ids: string[]): Promise<number> {
  const [table] = await query<{ exists: boolean }>(tx, sql`select to_regclass('pgboss.job') is not null as exists`);
  // The table is missing if no server has run on this database yet.
  if (!table?.exists) return 0;
  const deliveryIds = tx
    .select({ id: sql<string>`${webhookDeliveries.id}::text` })
    .from(webhookDeliveries)
    .where(inArray(webhookDeliveries.interviewId, ids));
  const deleted = await query(
    tx,
    sql`delete from pgboss.job where ${or(
      inArray(sql`data ->> 'interviewId'`, ids),
      inArray(sql`data ->> 'deliveryId'`, deliveryIds),
    )} returning id`,
  );
  return deleted.length;
}

/**
 * Searches the text of every row of every table, in all schemas, for one of these ids. Reads the
 * whole database.
 */
async function findRemainingMentions(db: Db, ids: string[]): Promise<DeletionReport['remaining']> {
  const tables = await query<{ schema: string; name: string }>(
    db,
    sql`select table_schema as schema, table_name as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const pattern = ids.join('|');
  const remaining: DeletionReport['remaining'] = [];
  for (const { schema, name } of tables) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const [count] = await query<{ rows: number }>(
      db,
      sql`select count(*)::int as rows from ${table} t where t::text ~ ${pattern}`,
    );
    if (count && count.rows > 0) remaining.push({ table: `${schema}.${name}`, rows: count.rows });
  }
  return remaining;
}

/**
 * Runs a query and returns its rows. Both drivers return `{ rows }`, but Drizzle's common type does
 * not say so.
 */
async function query<Row>(db: Pick<Db, 'execute'>, statement: SQL): Promise<Row[]> {
  const { rows } = (await db.execute(statement)) as unknown as { rows: Row[] };
  return rows;
}
