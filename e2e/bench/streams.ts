import { type ChildServer, startChildServer } from './streams/child-server.ts';
import {
  type MessageEndpoint,
  readToEnd,
  type StartInterview,
  sendMessage,
  startAtKoji,
  startAtProxy,
} from './streams/message-client.ts';
import type { Benchmark, Table, TableCell } from './support/benchmark.ts';
import { measureRate } from './support/run-concurrently.ts';
import { formatRange, type Summary, summarize } from './support/statistics.ts';

const STREAM_COUNTS = [1, 10, 100, 500];
/** Messages in a round that measures the rate; at least twice the number of streams. */
const MESSAGES_PER_ROUND = 300;

/**
 * Many streams at once through the proxy, compared with the same streams directly from a fake Koji.
 */
export const streams: Benchmark = {
  name: 'streams',
  description: `Replies of 20 deltas from a fake Koji with fixed responses, directly and through the proxy
(leases in memory). Each server is a process of its own on this machine; the two ways alternate.
First delta: from sending all messages at once to the first delta of each reply. Memory: how
much more the proxy uses, after garbage collection, while that many replies are paused halfway.`,
  async run({ quick }) {
    const rounds = quick ? 2 : 5;
    const koji = await startChildServer('fake-koji.ts', {});
    const proxy = await startChildServer('proxy-server.ts', { KOJI_URL: koji.origin });
    try {
      const measurements: Measurement[] = [];
      for (const streamCount of STREAM_COUNTS) {
        const messages = Math.max(quick ? MESSAGES_PER_ROUND / 3 : MESSAGES_PER_ROUND, 2 * streamCount);
        measurements.push(await measureStreams(koji, proxy, { streamCount, messages, rounds }));
      }
      return [toTable(measurements, rounds)];
    } finally {
      proxy.stop();
      koji.stop();
    }
  },
};

interface Measurement {
  streamCount: number;
  direct: WayMeasurement;
  proxied: WayMeasurement;
  /** Bytes per stream. */
  memory: Summary;
}

interface WayMeasurement {
  /** Milliseconds. */
  firstDelta: Summary;
  /** Messages per second. */
  rate: Summary;
}

async function measureStreams(
  koji: ChildServer,
  proxy: ChildServer,
  { streamCount, messages, rounds }: { streamCount: number; messages: number; rounds: number },
): Promise<Measurement> {
  const direct = await createWay(startAtKoji(koji.origin), streamCount);
  const proxied = await createWay(startAtProxy(proxy.origin), streamCount);
  const memory: number[] = [];
  // The first round warms up.
  for (let round = -1; round < rounds; round++) {
    for (const way of [direct, proxied]) {
      const memoryBefore = way === proxied ? await proxy.query('memory') : 0;
      const { times, replies } = await openPausedReplies(way.interviews);
      if (way === proxied && round >= 0) memory.push((await proxy.query('memory')) - memoryBefore);
      koji.notify('finish-paused-replies');
      await Promise.all(replies.map(readToEnd));
      const rate = await measureRate(messages, streamCount, async index =>
        readToEnd(await sendMessage(way.interviews[index % streamCount]!, 'continue')),
      );
      if (round >= 0) {
        way.firstDeltas.push(summarize(times).median);
        way.rates.push(rate);
      }
    }
  }
  return {
    streamCount,
    direct: { firstDelta: summarize(direct.firstDeltas), rate: summarize(direct.rates) },
    proxied: { firstDelta: summarize(proxied.firstDeltas), rate: summarize(proxied.rates) },
    memory: summarize(memory.map(bytes => bytes / streamCount)),
  };
}

const createWay = async (startInterview: StartInterview, count: number) => ({
  interviews: await Promise.all(Array.from({ length: count }, startInterview)),
  firstDeltas: [] as number[],
  rates: [] as number[],
});

/**
 * Sends a message to all interviews at once; returns the replies, paused after their first delta.
 */
async function openPausedReplies(interviews: MessageEndpoint[]) {
  const times: number[] = [];
  const replies = await Promise.all(
    interviews.map(async interview => {
      const startedAt = performance.now();
      const reply = await sendMessage(interview, 'pause');
      await reply.read();
      times.push(performance.now() - startedAt);
      return reply;
    }),
  );
  return { times, replies };
}

function toTable(measurements: Measurement[], rounds: number): Table {
  const createCell = (summary: Summary, digits: number): TableCell => ({
    text: formatRange(summary, digits),
    summary,
  });
  const addedTime = ({ direct, proxied }: Measurement) => proxied.firstDelta.median - direct.firstDelta.median;
  return {
    title: `${rounds} rounds`,
    columns: [
      'streams at once',
      'first delta, direct, ms',
      'proxied, ms',
      'added, ms',
      'added, compared with the row before',
      'messages per second, direct',
      'proxied',
      'proxied compared with direct',
      'memory per stream, KB',
    ],
    rows: measurements.map((measurement, index) => {
      const { streamCount, direct, proxied, memory } = measurement;
      const previous = measurements[index - 1];
      return [
        `${streamCount}`,
        createCell(direct.firstDelta, 1),
        createCell(proxied.firstDelta, 1),
        addedTime(measurement).toFixed(1),
        previous
          ? `${(addedTime(measurement) / addedTime(previous)).toFixed(1)}× for ${streamCount / previous.streamCount}×`
          : '',
        createCell(direct.rate, 0),
        createCell(proxied.rate, 0),
        `${(proxied.rate.median / direct.rate.median).toFixed(2)}×`,
        createCell({ ...memory, median: memory.median / 1000, p10: memory.p10 / 1000, p90: memory.p90 / 1000 }, 1),
      ];
    }),
  };
}
