import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Interview } from '../../src/wire/koji-api.ts';
import { createDemoProcess, type DemoProcess } from './demo-process.ts';
import { createLoadBalancer } from './load-balancer.ts';
import { type InterviewRecord, readRecords } from './records.ts';
import { BEHAVIOURS, type Behaviour, type RespondentRun, runRespondent } from './respondents.ts';
import { createSeededRandom } from './seeded-random.ts';

export interface KillTestOptions {
  interviews: number;
  kills: number;
  seed: number;
  /** The maximum duration and the idle time of the interviews, in seconds. */
  limit: number;
  idle: number;
  /** A served Postgres, empty; an embedded one otherwise. */
  databaseUrl?: string;
  /** How many demos share the database, each of them killed and started again by itself. Default: 1. More take a served Postgres. */
  processes?: number;
  log?(line: string): void;
}

export interface Kill {
  /** Seconds since the beginning. */
  at: number;
  while: 'starting' | 'running';
  /** Interviews open and completions due at the last look before. */
  open: number;
  due: number;
}

export interface KillTestResult {
  kills: Kill[];
  visits: { visit: RespondentRun; record: InterviewRecord | null; verdict: Verdict }[];
  /** Started, and no page was ever told: with a lease they end like all others. */
  strangers: { record: InterviewRecord; verdict: Verdict }[];
  seconds: number;
}

export type Verdict = 'right' | 'wrong reason' | 'lost' | 'not analysed' | 'never handed out';

/** What a completion may be late by on a machine that is doing much else. */
const SLACK = 2000;
/** A completion whose sender died is sent again after two minutes; the rest is for a slow machine. */
const PATIENCE = 200_000;

/** Kills demos at random moments while interviews are under way, starts them again each time, and reads what Koji has recorded. */
export async function runKillTest({ log = () => {}, ...options }: KillTestOptions): Promise<KillTestResult> {
  const { interviews, kills, seed, limit, idle, databaseUrl, processes = 1 } = options;
  const chance = createSeededRandom(seed);
  const between = (least: number, most: number) => least + chance() * (most - least);
  const dataDir = mkdtempSync(join(tmpdir(), 'koji-kill-'));
  const environment = {
    KOJI_DATA_DIR: dataDir,
    KOJI_TYPING: 'off',
    KOJI_RATE_LIMIT: '0',
    KOJI_START_LIMIT: '0',
    KOJI_LEAVE_GRACE: '2s',
    KOJI_IDLE_TIME: `${idle}s`,
    KOJI_MAX_DURATION: `${limit}s`,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  };
  const victims = await Promise.all(Array.from({ length: processes }, () => createDemoProcess(environment)));
  const [first] = victims as [DemoProcess];
  const balancer =
    processes > 1
      ? await createLoadBalancer(
          victims.map(each => each.origin),
          createSeededRandom(seed),
        )
      : null;
  const { origin } = balancer ?? first;
  const health = async () => {
    const response = await fetch(`${origin}/healthz`).catch(() => null);
    const body = (await response?.json().catch(() => null)) as { interviews: { open: number; due: number } } | null;
    return body?.interviews ?? { open: 0, due: 0 };
  };

  let key = '';
  const analysisOf = async (id: string) => {
    const headers = { Authorization: `Bearer ${key}` };
    const response = await fetch(`${origin}/api/v1/interviews/${id}`, { headers });
    return ((await response.json()) as Interview).analysis_status;
  };

  try {
    // The first one makes the tables.
    for (const victim of victims) await victim.start();
    key = await first.createKey();
    const begun = Date.now();
    const sofar = () => Math.round((Date.now() - begun) / 100) / 10;
    const roles = Object.keys(BEHAVIOURS) as Behaviour[];
    const visiting = Array.from({ length: interviews }, async (_, n) => {
      const pause = createSeededRandom(seed + n + 1);
      await wait(between(0, (kills * 2500) / processes));
      return runRespondent(roles[n % roles.length]!, origin, () => 100 + pause() * 500);
    });
    const allVisited = Promise.all(visiting);
    // Whoever fails is heard of at the end.
    allVisited.catch(() => {});

    const done: Kill[] = [];
    const note = (kill: Omit<Kill, 'at'>) => {
      done.push({ at: sofar(), ...kill });
      log(describeKill(done));
    };
    /** Kills one of them, again and again until there have been enough. */
    async function haunt(victim: DemoProcess) {
      for (;;) {
        await wait(between(300, 3000));
        const { open, due } = await health();
        if (done.length >= kills) return;
        await victim.kill();
        note({ while: 'running', open, due });
        const starting = victim.start();
        if (chance() < 0.2 && done.length < kills) {
          await wait(between(200, 2000));
          const isReady = await Promise.race([starting, wait(0).then(() => false)]);
          await victim.kill();
          await starting;
          note({ while: isReady ? 'running' : 'starting', open: 0, due: 0 });
          await victim.start();
        } else await starting;
      }
    }
    await Promise.all(victims.map(haunt));

    const visits = await allVisited;
    const end = Date.now() + PATIENCE + 1000 * Math.max(idle, limit);
    while ((await health()).open > 0 && Date.now() < end) await wait(500);
    for (const { id } of visits) {
      while (Date.now() < end && (await analysisOf(id!)) === 'processing') await wait(500);
    }
    await Promise.all(victims.map(victim => victim.stop()));

    const records = await readRecords(databaseUrl ? { url: databaseUrl } : { dataDir });
    const known = new Set(visits.map(({ id }) => id));
    return {
      kills: done,
      visits: visits.map(each => {
        const record = records.find(({ id }) => id === each.id) ?? null;
        return { visit: each, record, verdict: judge(record, { ...options, visit: each }) };
      }),
      strangers: records
        .filter(({ id }) => !known.has(id))
        .map(record => ({ record, verdict: judge(record, { ...options, visit: null }) })),
      seconds: sofar(),
    };
  } finally {
    balancer?.close();
    await Promise.all(victims.map(victim => victim.kill()));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function judge(
  record: InterviewRecord | null,
  { visit, limit, idle }: { visit: RespondentRun | null; limit: number; idle: number },
): Verdict {
  if (!record) return 'lost';
  if (record.lease === null && record.reason === null && !visit) return 'never handed out';
  if (record.reason === null || record.completedAt === null) return 'lost';
  if (record.analyses !== 1) return 'not analysed';
  const { reason, startedAt, completedAt } = record;
  if (!visit) return reason === 'respondent_left' || reason === 'timeout' ? 'right' : 'wrong reason';
  if (visit.toldReason && visit.toldReason !== reason) return 'wrong reason';
  if (reason === visit.reason) return 'right';

  // A respondent whom the outages kept waiting until the time was up, or for longer than anybody waits, was out of time indeed.
  const timeIsUp = startedAt + limit * 1000;
  const wouldEndAt = visit.acknowledgedAt ?? visit.heardAt + idle * 1000;
  if (reason === 'timeout' && completedAt >= timeIsUp && wouldEndAt >= timeIsUp - SLACK) return 'right';
  if (reason === 'respondent_left' && visit.longestGap >= idle * 1000 - SLACK) return 'right';
  return 'wrong reason';
}

function describeKill(kills: Kill[]): string {
  const { at, while: state, open, due } = kills.at(-1)!;
  return `kill ${kills.length} after ${at} s, ${state}: ${open} interviews open, ${due} completions due`;
}
