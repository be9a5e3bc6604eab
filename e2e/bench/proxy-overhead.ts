import { randomUUID } from 'node:crypto';
import { startProduct } from '../support/product.ts';
import type { Benchmark } from './support/benchmark.ts';
import { formatMilliseconds, measureTime, summarize } from './support/statistics.ts';

const ROUNDS = 150;
const WARM_UP_ROUNDS = 15;
/** An interview with more messages would conclude. */
const MESSAGES_PER_INTERVIEW = 4;
const CONTENT = 'The export takes me an hour each month, because every booking has to be copied by hand.';

/** The routes and headers to send a message directly to Koji or through the proxy. */
interface MessageApi {
  startPath: string;
  /** @param started the response to the start */
  messagePath(started: Record<string, string>): string;
  headers(started: Record<string, string>): Record<string, string>;
}

/** A message through the proxy, compared with a message directly to Koji; the two alternate. */
export const proxyOverhead: Benchmark = {
  name: 'proxy-overhead',
  description: `A message through the proxy, compared with the same message sent directly to the local Koji.
Both are measured until the end of the reply.`,
  async run() {
    const product = await startProduct({ KOJI_RATE_LIMIT: '1000000', KOJI_START_LIMIT: '0', KOJI_TYPING: 'off' });
    try {
      const key = await product.createKey();
      const kojiApi: MessageApi = {
        startPath: '/api/v1/interviews/start',
        messagePath: ({ interview_id }) => `/api/v1/interviews/${interview_id}/message`,
        headers: ({ session_token }) => ({ authorization: `Bearer ${key}`, 'x-session-token': session_token ?? '' }),
      };
      const proxyApi: MessageApi = {
        startPath: '/koji/start',
        messagePath: () => '/koji/message',
        headers: ({ ticket }) => ({ 'x-koji-ticket': ticket ?? '' }),
      };
      const post = async (path: string, headers: Record<string, string>, body: object) => {
        const response = await fetch(product.origin + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${path} responded with ${response.status}: ${text}`);
        return text;
      };
      const createMessageTimer = ({ startPath, messagePath, headers }: MessageApi) => {
        let started: Record<string, string> = {};
        let messagesLeft = 0;
        return async () => {
          if (messagesLeft === 0) {
            started = JSON.parse(await post(startPath, { authorization: `Bearer ${key}` }, {}));
            messagesLeft = MESSAGES_PER_INTERVIEW;
          }
          messagesLeft--;
          const body = { content: CONTENT, client_message_id: randomUUID() };
          return measureTime(() => post(messagePath(started), headers(started), body));
        };
      };
      const timers = { direct: createMessageTimer(kojiApi), proxied: createMessageTimer(proxyApi) };
      const times = { direct: [] as number[], proxied: [] as number[] };
      for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        for (const name of ['direct', 'proxied'] as const) {
          const milliseconds = await timers[name]();
          if (round >= 0) times[name].push(milliseconds);
        }
      }
      const [direct, proxied] = [summarize(times.direct), summarize(times.proxied)];
      return [
        { metric: 'directly to Koji', value: formatMilliseconds(direct) },
        { metric: 'through the proxy', value: formatMilliseconds(proxied) },
        {
          metric: 'ratio of the medians',
          value: `${(proxied.median / direct.median).toFixed(2)}×`,
          goal: '≤ 1.15×',
        },
      ];
    } finally {
      await product.remove();
    }
  },
};
