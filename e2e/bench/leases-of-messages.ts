import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import type { LeaseStore } from '../../src/server/lease-store.ts';
import { createMemoryStore } from '../../src/server/memory-store.ts';
import { createPostgresStore } from '../../src/server/postgres/postgres-store.ts';
import { createInterviewProxy } from '../../src/server/proxy.ts';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import type { ProxyStartResponse } from '../../src/wire/proxy-contract.ts';
import { startProduct } from '../support/product.ts';
import type { Row } from './benchmark.ts';
import { milliseconds, spreadOf, time } from './measure.ts';

const ROUNDS = 120;
const WARM_UP = 12;
/** No more messages than this go to one interview, which would conclude. */
const MESSAGES = 4;
const CONTENT = 'The export takes me an hour each month, because every booking has to be copied by hand.';
const SITE = 'https://shop.example';

/** A message through the proxy to the local Koji, to the end of its reply, with its lease kept somewhere and nowhere. */
export async function messagesWithLease(): Promise<Row[]> {
  const product = await startProduct({ KOJI_RATE_LIMIT: '1000000', KOJI_TYPING: 'off' });
  const embedded = await PGlite.create();
  const server = await startPostgres();
  const pool = server && new Pool({ connectionString: server.url, max: 4 });
  const talks: Talk[] = [];
  try {
    const apiKey = await product.createKey();
    const stores: [name: string, store: LeaseStore][] = [
      ['kept nowhere', createNoStore()],
      ['kept in memory', createMemoryStore()],
      ['kept in embedded Postgres (PGlite)', createPostgresStore(embedded)],
      ...(pool ? [['kept in served Postgres', createPostgresStore(pool)] as [string, LeaseStore]] : []),
    ];
    talks.push(...stores.map(([, store]) => talkThrough(product.origin, apiKey, store)));
    const took = stores.map(() => [] as number[]);
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      for (const [n, talk] of talks.entries()) {
        const each = await talk.next();
        if (round >= 0) took[n]!.push(each);
      }
    }
    const spreads = took.map(spreadOf);
    return stores.map(([name], n) => {
      const ratio = (spreads[n]!.median / spreads[0]!.median).toFixed(2);
      return {
        what: `a message, its lease ${name}`,
        figure: milliseconds(spreads[n]!) + (n > 0 ? `, ${ratio}× kept nowhere` : ''),
      };
    });
  } finally {
    // A proxy looks for leases that are due until it is stopped, and its store's database goes now.
    for (const talk of talks) await talk.stop();
    await embedded.close();
    await pool?.end();
    await server?.stop();
    await product.remove();
  }
}

/** Measures only: whatever a message does to its lease is made up and thrown away. */
const createNoStore = (): LeaseStore => ({
  durable: true,
  change: async (_, rule) => rule(null),
  claimDue: async () => [],
  findNextDueAt: async () => null,
  count: async () => ({ open: 0, due: 0, parked: 0 }),
  list: async () => [],
});

interface Talk {
  /** Sends the next message; gives how many milliseconds that took. */
  next(): Promise<number>;
  stop(): Promise<void>;
}

function talkThrough(kojiUrl: string, apiKey: string, store: LeaseStore): Talk {
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
  let left = 0;
  return {
    async next() {
      if (left-- === 0) {
        ({ ticket } = JSON.parse(await post('start', {})) as ProxyStartResponse);
        left = MESSAGES - 1;
      }
      return time(() => post('message', { content: CONTENT, client_message_id: randomUUID() }, ticket));
    },
    stop: () => proxy.stop(),
  };
}
