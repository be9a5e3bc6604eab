import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Interview } from '../../src/wire/koji-api.ts';
import { createDemoProcess, type DemoProcess } from './demo-process.ts';
import { judgeOrphan, judgeRun, type TimeLimits, type Verdict } from './judge.ts';
import { createLoadBalancer } from './load-balancer.ts';
import { type InterviewRecord, readRecords } from './records.ts';
import { BEHAVIOURS, type Behaviour, type RespondentRun, runRespondent } from './respondents.ts';
import { createSeededRandom } from './seeded-random.ts';

export interface KillTestOptions extends TimeLimits {
  interviews: number;
  kills: number;
  seed: number;
  /** The URL of an empty database on a PostgreSQL server. Default: an embedded database. */
  databaseUrl?: string;
  /**
   * How many demos share the database. Each is killed and started independently. Default: 1. More
   * than one need `databaseUrl`.
   */
  processes?: number;
  log?(line: string): void;
}

export interface Kill {
  /** Seconds since the test began. */
  seconds: number;
  /** The state of the process that was killed. */
  state: 'starting' | 'running';
  /** Open interviews and due completions shortly before. */
  open: number;
  due: number;
}

export interface KillTestResult {
  kills: Kill[];
  runs: { run: RespondentRun; record: InterviewRecord | null; verdict: Verdict }[];
  /** Interviews that Koji started, but whose start response was lost. */
  orphans: { record: InterviewRecord; verdict: Verdict }[];
  seconds: number;
}

/** Most interviews start within this time per kill, in milliseconds. */
const START_SPREAD_PER_KILL = 2500;
/**
 * How long to wait for completions, in milliseconds: a completion whose sender died is sent again
 * after two minutes; the rest is for a slow machine.
 */
const COMPLETION_TIMEOUT = 200_000;

/**
 * Kills and restarts demos at random moments while interviews are running, then judges what Koji
 * has recorded.
 */
export async function runKillTest({ log = () => {}, ...options }: KillTestOptions): Promise<KillTestResult> {
  const { interviews, kills: killCount, seed, maxDuration, idleTime, databaseUrl, processes = 1 } = options;
  const random = createSeededRandom(seed);
  const randomBetween = (min: number, max: number) => min + random() * (max - min);
  const dataDir = mkdtempSync(join(tmpdir(), 'koji-kill-'));
  const environment = {
    KOJI_DATA_DIR: dataDir,
    KOJI_TYPING: 'off',
    KOJI_RATE_LIMIT: '0',
    KOJI_START_LIMIT: '0',
    KOJI_LEAVE_GRACE: '2s',
    KOJI_IDLE_TIME: `${idleTime}s`,
    KOJI_MAX_DURATION: `${maxDuration}s`,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  };
  const demos = await Promise.all(Array.from({ length: processes }, () => createDemoProcess(environment)));
  const [firstDemo] = demos as [DemoProcess];
  const loadBalancer =
    processes > 1
      ? await createLoadBalancer(
          demos.map(demo => demo.origin),
          createSeededRandom(seed),
        )
      : null;
  const { origin } = loadBalancer ?? firstDemo;

  async function countInterviews(): Promise<{ open: number; due: number }> {
    const response = await fetch(`${origin}/healthz`).catch(() => null);
    const body = (await response?.json().catch(() => null)) as { interviews: { open: number; due: number } } | null;
    return body?.interviews ?? { open: 0, due: 0 };
  }

  let key = '';
  async function isAnalysing(id: string): Promise<boolean> {
    const headers = { Authorization: `Bearer ${key}` };
    const response = await fetch(`${origin}/api/v1/interviews/${id}`, { headers });
    return ((await response.json()) as Interview).analysis_status === 'processing';
  }

  async function startRespondents(): Promise<RespondentRun[]> {
    const behaviours = Object.keys(BEHAVIOURS) as Behaviour[];
    const runs = Array.from({ length: interviews }, async (_, index) => {
      const pause = createSeededRandom(seed + index + 1);
      await wait(randomBetween(0, (killCount * START_SPREAD_PER_KILL) / processes));
      return runRespondent(behaviours[index % behaviours.length]!, origin, () => 100 + pause() * 500);
    });
    return Promise.all(runs);
  }

  const kills: Kill[] = [];
  let startedAt = 0;
  const elapsedSeconds = () => Math.round((Date.now() - startedAt) / 100) / 10;
  const recordKill = (kill: Omit<Kill, 'seconds'>) => {
    kills.push({ seconds: elapsedSeconds(), ...kill });
    log(describeLastKill(kills));
  };

  /** Kills and restarts one demo until there have been enough kills. */
  async function killRepeatedly(demo: DemoProcess) {
    for (;;) {
      await wait(randomBetween(300, 3000));
      const { open, due } = await countInterviews();
      if (kills.length >= killCount) return;
      await demo.kill();
      recordKill({ state: 'running', open, due });
      const start = demo.start();
      const killsDuringStart = random() < 0.2 && kills.length < killCount;
      if (!killsDuringStart) {
        await start;
        continue;
      }
      await wait(randomBetween(200, 2000));
      const isReady = await Promise.race([start, wait(0).then(() => false)]);
      await demo.kill();
      await start;
      recordKill({ state: isReady ? 'running' : 'starting', open: 0, due: 0 });
      await demo.start();
    }
  }

  async function waitForCompletions(runs: RespondentRun[]) {
    const deadline = Date.now() + COMPLETION_TIMEOUT + 1000 * Math.max(idleTime, maxDuration);
    while ((await countInterviews()).open > 0 && Date.now() < deadline) await wait(500);
    for (const { interviewId } of runs) {
      while (Date.now() < deadline && (await isAnalysing(interviewId!))) await wait(500);
    }
  }

  try {
    // One after the other: the first one creates the tables.
    for (const demo of demos) await demo.start();
    key = await firstDemo.createKey();
    startedAt = Date.now();
    const respondents = startRespondents();
    // Until it is awaited below, a failure must not count as an unhandled rejection.
    respondents.catch(() => {});
    await Promise.all(demos.map(killRepeatedly));
    const runs = await respondents;
    await waitForCompletions(runs);
    await Promise.all(demos.map(demo => demo.stop()));

    const records = await readRecords(databaseUrl ? { url: databaseUrl } : { dataDir });
    const knownIds = new Set(runs.map(({ interviewId }) => interviewId));
    return {
      kills,
      runs: runs.map(run => {
        const record = records.find(({ id }) => id === run.interviewId) ?? null;
        return { run, record, verdict: judgeRun(run, record, options) };
      }),
      orphans: records.filter(({ id }) => !knownIds.has(id)).map(record => ({ record, verdict: judgeOrphan(record) })),
      seconds: elapsedSeconds(),
    };
  } finally {
    loadBalancer?.close();
    await Promise.all(demos.map(demo => demo.kill()));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function describeLastKill(kills: Kill[]): string {
  const { seconds, state, open, due } = kills.at(-1)!;
  return `kill ${kills.length} after ${seconds} s, ${state}: ${open} interviews open, ${due} completions due`;
}
