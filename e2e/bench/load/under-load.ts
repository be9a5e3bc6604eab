import { readFileSync } from 'node:fs';
import { startProduct } from '../../support/product.ts';
import type { Row } from '../benchmark.ts';
import { spreadOf } from '../measure.ts';
import { inParallel, type Started, talkTo } from './talk.ts';

const AT_ONCE = 16;
const INTERVIEWS = 300;
const CONCURRENCIES = [1, 10, 50];
const MESSAGES = 200;
/** No more messages than this go to one interview, which would conclude. */
const EACH = 4;
const MANY = 1000;

export interface Figures {
  /** Per second. */
  rates: Record<'starts' | 'messages' | 'completions', number>;
  /** Milliseconds of a message, by how many interviews run at once. */
  latencies: { atOnce: number; median: number; p95: number; p99: number }[];
  /** Resident megabytes, by when. */
  memory: Record<string, number>;
}

/** Starts, messages, completions, latency and memory of the product on one kind of database. */
export async function underLoad(environment: Record<string, string>, quick = false): Promise<Figures> {
  const [interviewCount, messageCount, wholeCount] = quick ? [200, 200, 600] : [INTERVIEWS, MESSAGES, MANY];
  const product = await startProduct(environment);
  const resident = () =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8'))?.[1]) / 1024);
  try {
    const memory: Figures['memory'] = { 'at ready': resident() };
    const talk = await talkTo(product);
    const perSecond = async (times: number, task: (at: number) => Promise<unknown>) => {
      const began = performance.now();
      await inParallel(times, AT_ONCE, task);
      return (times * 1000) / (performance.now() - began);
    };
    await inParallel(50, AT_ONCE, async () => talk.message(await talk.start()));

    const started: Started[] = [];
    const starts = await perSecond(interviewCount, async at => {
      started[at] = await talk.start();
    });
    const messages = await perSecond(interviewCount, at => talk.message(started[at]!));
    const completions = await perSecond(interviewCount, at => talk.complete(started[at]!));
    memory['after these'] = resident();

    const latencies: Figures['latencies'] = [];
    for (const atOnce of CONCURRENCIES) {
      const running: (Started & { left: number })[] = [];
      const took = (
        await Promise.all(
          Array.from({ length: atOnce }, async (_, respondent) => {
            const own: number[] = [];
            for (let message = 0; message < messageCount / atOnce; message++) {
              const now = running[respondent];
              if (!now || now.left === 0) running[respondent] = { ...(await talk.start()), left: EACH };
              running[respondent]!.left--;
              const began = performance.now();
              await talk.message(running[respondent]!);
              own.push(performance.now() - began);
            }
            return own;
          }),
        )
      )
        .flat()
        .sort((one, other) => one - other);
      const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))]!;
      latencies.push({ atOnce, median: spreadOf(took).median, p95: at(0.95), p99: at(0.99) });
    }
    memory['after 50 at once'] = resident();
    for (const round of [1, 2]) {
      await inParallel(wholeCount / 2, AT_ONCE, async () => {
        const one = await talk.start();
        await talk.message(one);
        await talk.complete(one);
      });
      memory[`after ${(wholeCount / 2) * round} whole interviews more`] = resident();
    }
    return { rates: { starts, messages, completions }, latencies, memory };
  } finally {
    await product.remove();
  }
}

/** Both kinds side by side, or the embedded one alone. */
export function rowsOf(embedded: Figures, served: Figures | null): Row[] {
  const rows: Row[] = [];
  for (const what of ['starts', 'messages', 'completions'] as const) {
    const [one, other] = [embedded.rates[what], served?.rates[what]];
    const compared = other === undefined ? '' : `, served ${other.toFixed(0)} (${(other / one).toFixed(2)}×)`;
    rows.push({ what: `${what} a second, ${AT_ONCE} at once`, figure: `embedded ${one.toFixed(0)}${compared}` });
  }
  for (const [kind, figures] of Object.entries({ embedded, served })) {
    if (!figures) continue;
    const alone = figures.latencies[0]!.median;
    for (const { atOnce, median, p95, p99 } of figures.latencies) {
      rows.push({
        what: `a message, ${atOnce} interviews at once, ${kind}`,
        figure: `${median.toFixed(1)} ms, p95 ${p95.toFixed(1)}, p99 ${p99.toFixed(1)}; ${(median / alone).toFixed(1)}× that of one`,
      });
    }
    const goal = kind === 'embedded' ? '< 600 MB' : '< 250 MB';
    for (const [when, megabytes] of Object.entries(figures.memory)) {
      rows.push({ what: `resident memory ${when}, ${kind}`, figure: `${megabytes} MB`, goal });
    }
  }
  return rows;
}
