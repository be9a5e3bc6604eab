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
import type { Benchmark, Row } from './benchmark.ts';
import { milliseconds, spreadOf, time } from './measure.ts';

const FEW = 1000;
const MANY = 100_000;
const SOME = 10_000;
const ROUNDS = 15;
const PART = 5000;

const guide = loadChurnGuide();

/** The team's list and a study's page over few and over many interviews, on both databases. */
export const lists: Benchmark = {
  name: 'lists',
  about: `What the team's pages ask the database over ${MANY} interviews (${SOME} in a quick run), against the same over ${FEW}.`,
  async run({ quick }) {
    const many = quick ? SOME : MANY;
    const server = await startPostgres();
    try {
      const rows = await measure('embedded', many, async () => createPgliteDatabase(await startPglite({})));
      if (!server) return [...rows, { what: 'served Postgres', figure: 'not measured: no PostgreSQL server here' }];
      let made = 0;
      return [
        ...rows,
        ...(await measure('served', many, async () => {
          const admin = await openDatabase({ url: server.url });
          const name = `lists_${++made}`;
          await admin.connection.query(`create database ${name}`);
          await admin.close();
          return openDatabase({ url: Object.assign(new URL(server.url), { pathname: name }).href });
        })),
      ];
    } finally {
      await server?.stop();
    }
  },
};

async function measure(kind: string, count: number, open: () => Promise<Database>): Promise<Row[]> {
  const [few, many] = [await filled(await open(), FEW), await filled(await open(), count)];
  try {
    const rows: Row[] = [];
    for (const [what, ask] of Object.entries(QUESTIONS)) {
      const [short, long] = [[] as number[], [] as number[]];
      for (let round = -1; round < ROUNDS; round++) {
        const times = [await time(() => ask(few)), await time(() => ask(many))] as const;
        if (round >= 0) {
          short.push(times[0]);
          long.push(times[1]);
        }
      }
      const growth = spreadOf(long).median / spreadOf(short).median;
      rows.push({
        what: `${what}, ${kind}`,
        figure: `${milliseconds(spreadOf(long))}, ${growth.toPrecision(3)}× that over ${FEW}`,
      });
    }
    return rows;
  } finally {
    await few.close();
    await many.close();
  }
}

const list =
  (filter: InterviewFilter, before: string | null = null) =>
  (database: Database) =>
    listInterviews({ db: database.db, clock: systemClock }, { limit: 50, before, filter });

const NEWEST = Date.parse('2026-11-01T00:00:00Z');
const EVERY = 60_000;

const QUESTIONS: Record<string, (database: Database) => Promise<unknown>> = {
  'the newest 50': list({}),
  '50 from the middle': database =>
    list({}, `${new Date(NEWEST - 500 * EVERY).toISOString()}_00000000-0000-4000-8000-000000000000`)(database),
  '50 of a study that ran out of time': list({ study: guide.id, reason: 'timeout' }),
  'all whose analysis goes on (0.1 %)': list({ status: 'processing' }),
  'all of one respondent': list({ respondent: 'user_7' }),
  'a study, all time': database => readStudy({ db: database.db, clock: systemClock }, guide.id),
};

async function filled(database: Database, count: number): Promise<Database> {
  for (let first = 0; first < count; first += PART) {
    await storeInterviews(
      database.db,
      Array.from({ length: Math.min(PART, count - first) }, (_, n) => made(first + n)),
    );
  }
  await database.connection.query('analyze');
  return database;
}

function made(n: number): StoredInterview {
  return {
    guide,
    startedAt: new Date(NEWEST - n * EVERY),
    reason: n % 20 === 0 ? 'timeout' : n % 3 === 0 ? 'respondent_left' : 'natural',
    respondent: { external_id: `user_${n % 5000}` },
    ...(n % 1000 !== 1 && { quality: 1 + (n % 41) / 10 }),
    themes: [{ name: `Matter ${n % 13}`, quotedMessages: [] }],
    answers: Object.fromEntries(
      guide.questions.flatMap(({ id, ...question }): [string, number | boolean][] =>
        question.type === 'scale' ? [[id, n % 11]] : question.type === 'yes_no' ? [[id, n % 2 === 0]] : [],
      ),
    ),
  };
}
