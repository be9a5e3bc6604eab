import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import type { LeaseStore } from '../../../src/server/lease-store.ts';
import { createMemoryStore } from '../../../src/server/memory-store.ts';
import { createPostgresStore } from '../../../src/server/postgres/postgres-store.ts';
import { createInterviewProxy } from '../../../src/server/proxy.ts';
import { startPostgres } from '../../../src/server/testing/postgres-server.ts';
import type { ProxyStartResponse } from '../../../src/wire/proxy-contract.ts';
import { startProduct } from '../../support/product.ts';
import type { MetricRow } from '../support/benchmark.ts';
import { formatMilliseconds, measureTime, summarize } from '../support/statistics.ts';

const ROUNDS = 120;
const WARM_UP_ROUNDS = 12;
/** An interview with more messages would conclude. */
const MESSAGES_PER_INTERVIEW = 4;
const CONTENT = 'The export takes me an hour each month, because every booking has to be copied by hand.';
const SITE = 'https://shop.example';

/**
 * Measures a message through the proxy to the local Koji, until the end of the reply, with each
 * kind of lease store.
 */
export async function measureMessageLatency(): Promise<MetricRow[]> {
  const product = await startProduct({ KOJI_RATE_LIMIT: '1000000', KOJI_TYPING: 'off' });
  const embedded = await PGlite.create();
  const server = await startPostgres();
  const pool = server && new Pool({ connectionString: server.url, max: 4 });
  const clients: ProxyClient[] = [];
  try {
    const apiKey = await product.createKey();
    const stores: [name: string, store: LeaseStore][] = [
      ['not stored', createEmptyStore()],
      ['in memory', createMemoryStore()],
      ['in embedded Postgres (PGlite)', createPostgresStore(embedded)],
      ...(pool ? [['in a Postgres server', createPostgresStore(pool)] as [string, LeaseStore]] : []),
    ];
    clients.push(...stores.map(([, store]) => createProxyClient(product.origin, apiKey, store)));
    const times = stores.map(() => [] as number[]);
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (const [index, client] of clients.entries()) {
        const milliseconds = await client.timeNextMessage();
        if (round >= 0) times[index]!.push(milliseconds);
      }
    }
    const summaries = times.map(summarize);
    return stores.map(([name], index) => {
      const ratio = (summaries[index]!.median / summaries[0]!.median).toFixed(2);
      return {
        metric: `a message, lease ${name}`,
        value: formatMilliseconds(summaries[index]!) + (index > 0 ? `, ${ratio}× not stored` : ''),
      };
    });
  } finally {
    // A proxy polls its store until it is stopped, so it has to stop before the database closes.
    for (const client of clients) await client.stop();
    await embedded.close();
    await pool?.end();
    await server?.stop();
    await product.remove();
  }
}

/** A store that keeps nothing: every change starts from no lease, and its result is dropped. */
const createEmptyStore = (): LeaseStore => ({
  durable: true,
  change: async (_, rule) => rule(null),
  claimDue: async () => [],
  findNextDueAt: async () => null,
  count: async () => ({ open: 0, due: 0, parked: 0 }),
  list: async () => [],
});

interface ProxyClient {
  /** Sends the next message and returns the milliseconds until the end of the reply. */
  timeNextMessage(): Promise<number>;
  /** Stops the proxy. */
  stop(): Promise<void>;
}

function createProxyClient(kojiUrl: string, apiKey: string, store: LeaseStore): ProxyClient {
  const proxy = createInterviewProxy({ apiKey, secret: randomUUID(), kojiUrl, store });
  const post = async (route: string, body: object, ticket?: string) => {
    const response = await proxy.fetch(
      new Request(`${SITE}/koji/${route}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(ticket ? { 'X-Koji-Ticket': ticket } : {}),
        },
        body: JSON.stringify(body),
      }),
    );
    const text = await response.text();
    if (!response.ok || text.includes('event: error')) throw new Error(`${route}: ${response.status} ${text}`);
    return text;
  };
  let ticket = '';
  let messagesLeft = 0;
  return {
    async timeNextMessage() {
      if (messagesLeft === 0) {
        ({ ticket } = JSON.parse(await post('start', {})) as ProxyStartResponse);
        messagesLeft = MESSAGES_PER_INTERVIEW;
      }
      messagesLeft--;
      return measureTime(() => post('message', { content: CONTENT, client_message_id: randomUUID() }, ticket));
    },
    stop: () => proxy.stop(),
  };
}
