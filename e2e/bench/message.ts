import { randomUUID } from 'node:crypto';
import { startProduct } from '../support/product.ts';
import type { Benchmark } from './benchmark.ts';
import { milliseconds, spreadOf, time } from './measure.ts';

const ROUNDS = 150;
const WARM_UP = 15;
/** No more messages than this go to one interview, which would conclude. */
const MESSAGES = 4;
const CONTENT = 'The export takes me an hour each month, because every booking has to be copied by hand.';

interface Way {
  start: string;
  headers(started: Record<string, string>): Record<string, string>;
  message(started: Record<string, string>): string;
}

/** The same message, straight to Koji and through the proxy, turn by turn in one run. */
export const message: Benchmark = {
  name: 'message',
  about: 'A message through the proxy against the same message straight to the local Koji, to the end of its reply.',
  async run() {
    const product = await startProduct({ KOJI_RATE_LIMIT: '1000000', KOJI_START_LIMIT: '0', KOJI_TYPING: 'off' });
    try {
      const key = await product.createKey();
      const straight: Way = {
        start: '/api/v1/interviews/start',
        headers: ({ session_token }) => ({ authorization: `Bearer ${key}`, 'x-session-token': session_token ?? '' }),
        message: ({ interview_id }) => `/api/v1/interviews/${interview_id}/message`,
      };
      const proxied: Way = {
        start: '/koji/start',
        headers: ({ ticket }) => ({ authorization: `Bearer ${ticket ?? ''}` }),
        message: () => '/koji/message',
      };
      const post = async (path: string, headers: Record<string, string>, body: object) => {
        const response = await fetch(product.origin + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
        return text;
      };
      const talk = (way: Way) => {
        let started: Record<string, string> = {};
        let left = 0;
        return async () => {
          if (left-- === 0) {
            started = JSON.parse(await post(way.start, { authorization: `Bearer ${key}` }, {}));
            left = MESSAGES - 1;
          }
          return time(() =>
            post(way.message(started), way.headers(started), { content: CONTENT, client_message_id: randomUUID() }),
          );
        };
      };
      const ways = { straight: talk(straight), proxied: talk(proxied) };
      const times = { straight: [] as number[], proxied: [] as number[] };
      for (let round = -WARM_UP; round < ROUNDS; round++) {
        for (const name of ['straight', 'proxied'] as const) {
          const took = await ways[name]();
          if (round >= 0) times[name].push(took);
        }
      }
      const [one, other] = [spreadOf(times.straight), spreadOf(times.proxied)];
      return [
        { what: 'straight to Koji', figure: milliseconds(one) },
        { what: 'through the proxy', figure: milliseconds(other) },
        { what: 'ratio of the medians', figure: `${(other.median / one.median).toFixed(2)}×`, goal: '≤ 1.15×' },
      ];
    } finally {
      await product.remove();
    }
  },
};
