import { type Database, openDatabase, systemClock } from '../../demo/koji/index.ts';
import {
  createPgliteDatabase,
  type InterviewFilter,
  listInterviews,
  loadChurnGuide,
  readStudy,
  type StoredInterview,
  startPglite,
  storeInterviews,
} from '../../demo/koji/testing/index.ts';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import { type Benchmark, type MetricRow, notMeasuredWithoutPostgres } from './support/benchmark.ts';
import { formatMilliseconds, measureTime, summarize } from './support/statistics.ts';

const SMALL = 1000;
const LARGE = 100_000;
const LARGE_IN_QUICK_RUN = 10_000;
const ROUNDS = 15;
const BATCH_SIZE = 5000;

const guide = loadChurnGuide();

/**
 * The queries of the dashboard's interview list and study page, with few and with many interviews.
 */
export const dashboardQueries: Benchmark = {
  name: 'dashboard-queries',
  description: `The dashboard's database queries with ${LARGE} interviews (${LARGE_IN_QUICK_RUN} in a quick run), compared with
${SMALL} interviews.`,
  async run({ quick }) {
    const count = quick ? LARGE_IN_QUICK_RUN : LARGE;
    const server = await startPostgres();
    try {
      const embeddedRows = await measureQueries('embedded Postgres', count, async () =>
        createPgliteDatabase(await startPglite({})),
      );
      if (!server) return [...embeddedRows, notMeasuredWithoutPostgres('Postgres server')];
      let databases = 0;
      const serverRows = await measureQueries('Postgres server', count, () =>
        createServerDatabase(server.url, `dashboard_${++databases}`),
      );
      return [...embeddedRows, ...serverRows];
    } finally {
      await server?.stop();
    }
  },
};

async function createServerDatabase(serverUrl: string, name: string): Promise<Database> {
  const admin = await openDatabase({ url: serverUrl });
  await admin.connection.query(`create database ${name}`);
  await admin.close();
  return openDatabase({ url: Object.assign(new URL(serverUrl), { pathname: name }).href });
}

/** @param createDatabase creates an empty database */
async function measureQueries(
  kind: string,
  count: number,
  createDatabase: () => Promise<Database>,
): Promise<MetricRow[]> {
  const small = await addInterviews(await createDatabase(), SMALL);
  const large = await addInterviews(await createDatabase(), count);
  try {
    const rows: MetricRow[] = [];
    for (const [name, query] of Object.entries(QUERIES)) {
      const smallTimes: number[] = [];
      const largeTimes: number[] = [];
      // The first round warms up.
      for (let round = -1; round < ROUNDS; round++) {
        const smallTime = await measureTime(() => query(small));
        const largeTime = await measureTime(() => query(large));
        if (round < 0) continue;
        smallTimes.push(smallTime);
        largeTimes.push(largeTime);
      }
      const summary = summarize(largeTimes);
      const ratio = summary.median / summarize(smallTimes).median;
      rows.push({
        metric: `${name}, ${kind}`,
        value: `${formatMilliseconds(summary)}, ${ratio.toPrecision(3)}× with ${SMALL}`,
      });
    }
    return rows;
  } finally {
    await small.close();
    await large.close();
  }
}

const NEWEST_START = Date.parse('2026-11-01T00:00:00Z');
const MINUTE = 60_000;
/** A position in the list after the 500 newest interviews. */
const MIDDLE_CURSOR = `${new Date(NEWEST_START - 500 * MINUTE).toISOString()}_00000000-0000-4000-8000-000000000000`;

const list =
  (filter: InterviewFilter, before: string | null = null) =>
  (database: Database) =>
    listInterviews({ db: database.db, clock: systemClock }, { limit: 50, before, filter });

const QUERIES: Record<string, (database: Database) => Promise<unknown>> = {
  'the newest 50': list({}),
  '50 from the middle': list({}, MIDDLE_CURSOR),
  '50 of a study that ended by timeout': list({ study: guide.id, reason: 'timeout' }),
  'all with a pending analysis (0.1 %)': list({ status: 'processing' }),
  'all of one respondent': list({ respondent: 'user_7' }),
  'a study, all time': database => readStudy({ db: database.db, clock: systemClock }, guide.id),
};

async function addInterviews(database: Database, count: number): Promise<Database> {
  for (let offset = 0; offset < count; offset += BATCH_SIZE) {
    const interviews = Array.from({ length: Math.min(BATCH_SIZE, count - offset) }, (_, index) =>
      createInterview(offset + index),
    );
    await storeInterviews(database.db, interviews);
  }
  await database.connection.query('analyze');
  return database;
}

function createInterview(index: number): StoredInterview {
  return {
    guide,
    startedAt: new Date(NEWEST_START - index * MINUTE),
    reason: index % 20 === 0 ? 'timeout' : index % 3 === 0 ? 'respondent_left' : 'natural',
    respondent: { external_id: `user_${index % 5000}` },
    ...(index % 1000 !== 1 && { quality: 1 + (index % 41) / 10 }),
    themes: [{ name: `Matter ${index % 13}`, quotedMessages: [] }],
    answers: Object.fromEntries(
      guide.questions.flatMap(({ id, ...question }): [string, number | boolean][] =>
        question.type === 'scale' ? [[id, index % 11]] : question.type === 'yes_no' ? [[id, index % 2 === 0]] : [],
      ),
    ),
  };
}
