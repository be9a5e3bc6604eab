import { type Product, startProduct } from '../../support/product.ts';
import type { MetricRow } from '../support/benchmark.ts';
import { readResidentMemory } from '../support/processes.ts';
import { measureRate, runConcurrently } from '../support/run-concurrently.ts';
import { measureTime, percentile } from '../support/statistics.ts';
import { createKojiClient, type KojiClient, type StartedInterview } from './koji-client.ts';

const CONCURRENCY = 16;
const WARM_UP_INTERVIEWS = 50;
/** How many interviews run at once while the latency of messages is measured. */
const INTERVIEW_COUNTS = [1, 10, 50];
/** An interview with more messages would conclude. */
const MESSAGES_PER_INTERVIEW = 4;

interface Latency {
  interviews: number;
  /** Milliseconds of a message. */
  median: number;
  p95: number;
  p99: number;
}

export interface LoadResults {
  /** Per second. */
  rates: Record<'starts' | 'messages' | 'completions', number>;
  latencies: Latency[];
  /** Resident megabytes, by when they were measured. */
  memory: Record<string, number>;
}

/** Measures the product under load on one kind of database. */
export async function measureLoad(environment: Record<string, string>, quick: boolean): Promise<LoadResults> {
  const counts = quick
    ? { interviews: 200, messages: 200, fullInterviews: 600 }
    : { interviews: 300, messages: 200, fullInterviews: 1000 };
  const product = await startProduct(environment);
  try {
    const memory: LoadResults['memory'] = { 'when ready': readMemory(product) };
    const client = await createKojiClient(product);
    await runConcurrently(WARM_UP_INTERVIEWS, CONCURRENCY, async () =>
      client.sendMessage(await client.startInterview()),
    );

    const rates = await measureRates(client, counts.interviews);
    memory['after the rates'] = readMemory(product);

    const latencies: Latency[] = [];
    for (const interviews of INTERVIEW_COUNTS) {
      latencies.push(await measureLatency(client, interviews, counts.messages));
    }
    memory['after 50 interviews at once'] = readMemory(product);

    for (const round of [1, 2]) {
      await runConcurrently(counts.fullInterviews / 2, CONCURRENCY, async () => {
        const interview = await client.startInterview();
        await client.sendMessage(interview);
        await client.completeInterview(interview);
      });
      memory[`after ${(counts.fullInterviews / 2) * round} more full interviews`] = readMemory(product);
    }
    return { rates, latencies, memory };
  } finally {
    await product.remove();
  }
}

const readMemory = ({ pid }: Product) => Math.round(readResidentMemory(pid));

async function measureRates(client: KojiClient, count: number): Promise<LoadResults['rates']> {
  const interviews: StartedInterview[] = [];
  const starts = await measureRate(count, CONCURRENCY, async index => {
    interviews[index] = await client.startInterview();
  });
  const messages = await measureRate(count, CONCURRENCY, index => client.sendMessage(interviews[index]!));
  const completions = await measureRate(count, CONCURRENCY, index => client.completeInterview(interviews[index]!));
  return { starts, messages, completions };
}

async function measureLatency(client: KojiClient, interviews: number, messages: number): Promise<Latency> {
  const times: number[] = [];
  const runRespondent = async () => {
    let interview = await client.startInterview();
    let messagesLeft = MESSAGES_PER_INTERVIEW;
    for (let message = 0; message < messages / interviews; message++) {
      if (messagesLeft === 0) {
        interview = await client.startInterview();
        messagesLeft = MESSAGES_PER_INTERVIEW;
      }
      messagesLeft--;
      times.push(await measureTime(() => client.sendMessage(interview)));
    }
  };
  await Promise.all(Array.from({ length: interviews }, runRespondent));
  return {
    interviews,
    median: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}

/** Both databases side by side, or the embedded one alone. */
export function toRows(embedded: LoadResults, served: LoadResults | null): MetricRow[] {
  return [
    ...rateRows(embedded, served),
    ...databaseRows('embedded Postgres', embedded, '< 600 MB'),
    ...(served ? databaseRows('Postgres server', served, '< 250 MB') : []),
  ];
}

function rateRows(embedded: LoadResults, served: LoadResults | null): MetricRow[] {
  return (['starts', 'messages', 'completions'] as const).map(name => {
    const embeddedRate = embedded.rates[name];
    const servedRate = served?.rates[name];
    const comparison =
      servedRate === undefined ? '' : `, served ${servedRate.toFixed(0)} (${(servedRate / embeddedRate).toFixed(2)}×)`;
    return {
      metric: `${name} per second, ${CONCURRENCY} at once`,
      value: `embedded ${embeddedRate.toFixed(0)}${comparison}`,
    };
  });
}

function databaseRows(database: string, { latencies, memory }: LoadResults, memoryGoal: string): MetricRow[] {
  const baseline = latencies[0]!.median;
  return [
    ...latencies.map(({ interviews, median, p95, p99 }) => ({
      metric: `a message, ${interviews} ${interviews === 1 ? 'interview' : 'interviews at once'}, ${database}`,
      value: `${median.toFixed(1)} ms, p95 ${p95.toFixed(1)}, p99 ${p99.toFixed(1)}; ${(median / baseline).toFixed(1)}× that of one`,
    })),
    ...Object.entries(memory).map(([when, megabytes]) => ({
      metric: `resident memory ${when}, ${database}`,
      value: `${megabytes} MB`,
      goal: memoryGoal,
    })),
  ];
}
