import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Cell, Table } from './benchmark.ts';
import { inParallel } from './load/talk.ts';
import { type Spread, spreadOf } from './measure.ts';

const AT_ONCE = [1, 10, 100, 500];
/** Messages of a round of throughput; at least twice as many as go at once. */
const MESSAGES = 300;

interface Way {
  name: string;
  /** Gives what a message needs: its address and its headers. */
  begin(): Promise<{ address: string; headers: Record<string, string> }>;
}

type Begun = Awaited<ReturnType<Way['begin']>>;

/** The proxy under many streams at once, beside the same streams straight to a Koji that costs nothing. */
export const streams: Benchmark = {
  name: 'streams',
  about: [
    'Replies of 20 pieces from a Koji that only answers, straight and through the proxy (leases in memory), each in a process of its own on this',
    'machine, turn by turn. First word: from sending, all at once, to the first piece of each reply. Memory: what the proxy holds more, after',
    'collecting garbage, while that many replies stand still half-way.',
  ].join('\n'),
  async run({ quick }) {
    const koji = await startProcess('koji-server.ts', {});
    const proxy = await startProcess('proxy-server.ts', { KOJI_URL: koji.origin });
    try {
      const straight: Way = {
        name: 'straight',
        async begin() {
          const { interview_id, session_token } = await post(`${koji.origin}/api/v1/interviews/start`, {}, {});
          return {
            address: `${koji.origin}/api/v1/interviews/${interview_id}/message`,
            headers: { authorization: 'Bearer key', 'x-session-token': session_token! },
          };
        },
      };
      const proxied: Way = {
        name: 'proxied',
        async begin() {
          const { ticket } = await post(`${proxy.origin}/koji/start`, {}, {});
          return { address: `${proxy.origin}/koji/message`, headers: { authorization: `Bearer ${ticket}` } };
        },
      };
      const ways = [straight, proxied];
      const rounds = quick ? 2 : 5;
      const found: Found[] = [];
      for (const atOnce of AT_ONCE) {
        const begun = await Promise.all(ways.map(way => Promise.all(Array.from({ length: atOnce }, way.begin))));
        const first = ways.map(() => [] as number[]);
        const rates = ways.map(() => [] as number[]);
        const memory: number[] = [];
        for (let round = -1; round < rounds; round++) {
          for (const [n, interviews] of begun.entries()) {
            const before = n === 1 ? await proxy.ask() : 0;
            const { took, bodies } = await firstWords(interviews);
            if (n === 1 && round >= 0) memory.push((await proxy.ask()) - before);
            koji.tell();
            await Promise.all(bodies.map(body => drain(body)));
            const rate = await throughput(interviews, Math.max(quick ? MESSAGES / 3 : MESSAGES, 2 * atOnce), atOnce);
            if (round >= 0) {
              first[n]!.push(spreadOf(took).median);
              rates[n]!.push(rate);
            }
          }
        }
        found.push({
          atOnce,
          first: first.map(spreadOf) as Pair,
          rates: rates.map(spreadOf) as Pair,
          memory: spreadOf(memory.map(bytes => bytes / atOnce)),
        });
      }
      return [tableOf(found, rounds)];
    } finally {
      proxy.end();
      koji.end();
    }
  },
};

type Pair = [straight: Spread, proxied: Spread];

interface Found {
  atOnce: number;
  first: Pair;
  rates: Pair;
  memory: Spread;
}

function tableOf(found: Found[], rounds: number): Table {
  const cell = (spread: Spread, digits: number): Cell => ({
    text: `${spread.median.toFixed(digits)} (${spread.p10.toFixed(digits)} to ${spread.p90.toFixed(digits)})`,
    spread,
  });
  return {
    title: `${rounds} rounds`,
    columns: [
      'streams at once',
      'first word, straight, ms',
      'proxied, ms',
      'added, ms',
      'added, to the line before',
      'messages a second, straight',
      'proxied',
      'proxied to straight',
      'memory a stream, KB',
    ],
    rows: found.map(({ atOnce, first, rates, memory }, n) => {
      const added = ({ first: [one, other] }: Found) => other.median - one.median;
      const before = found[n - 1];
      return [
        `${atOnce}`,
        cell(first[0], 1),
        cell(first[1], 1),
        added(found[n]!).toFixed(1),
        before ? `${(added(found[n]!) / added(before)).toFixed(1)}× for ${atOnce / before.atOnce}×` : '',
        cell(rates[0], 0),
        cell(rates[1], 0),
        `${(rates[1].median / rates[0].median).toFixed(2)}×`,
        cell({ ...memory, median: memory.median / 1000, p10: memory.p10 / 1000, p90: memory.p90 / 1000 }, 1),
      ];
    }),
  };
}

async function post(address: string, headers: Record<string, string>, body: object): Promise<Record<string, string>> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
}

async function send({ address, headers }: Begun, content: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ content, client_message_id: randomUUID() }),
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  return response.body!.getReader();
}

/** Sends to all interviews at once, and waits for the first piece of each reply; there they stand. */
async function firstWords(interviews: Begun[]) {
  const took: number[] = [];
  const bodies = await Promise.all(
    interviews.map(async interview => {
      const began = performance.now();
      const body = await send(interview, 'hold');
      await body.read();
      took.push(performance.now() - began);
      return body;
    }),
  );
  return { took, bodies };
}

async function drain(body: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await body.read()).done);
}

/** Messages a second, to the end of their replies. */
async function throughput(interviews: Begun[], messages: number, atOnce: number): Promise<number> {
  const began = performance.now();
  await inParallel(messages, atOnce, async n => drain(await send(interviews[n % interviews.length]!, 'go')));
  return (messages * 1000) / (performance.now() - began);
}

interface Process {
  origin: string;
  tell(): void;
  ask(): Promise<number>;
  end(): void;
}

async function startProcess(file: string, env: Record<string, string>): Promise<Process> {
  const child: ChildProcess = fork(fileURLToPath(new URL(`streams/${file}`, import.meta.url)), {
    env: { ...process.env, ...env },
    execArgv: ['--expose-gc'],
  });
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`${file} ended with ${code}.`);
  });
  // It ends in the end, and then nobody waits for it.
  ended.catch(() => {});
  const next = async () => (await Promise.race([once(child, 'message'), ended]))[0] as number;
  const port = await next();
  return {
    origin: `http://127.0.0.1:${port}`,
    tell: () => void child.send('release'),
    ask() {
      child.send('memory');
      return next();
    },
    end: () => void child.kill(),
  };
}
