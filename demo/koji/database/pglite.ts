import { setImmediate } from 'node:timers/promises';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';

/** A page cache of a quarter of the usual saves some 150 MB of memory, which a demo has better uses for. */
const START_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'];

/** Starts an embedded Postgres, which is in memory where no directory is named. */
export async function startPglite(options: PGliteOptions): Promise<PGlite> {
  const client = new YieldingPglite({ startParams: START_PARAMS, ...options });
  await client.waitReady;
  return client;
}

/**
 * PGlite, with a turn of the event loop after each query and each transaction.
 *
 * It works in this thread, and who has waited for it goes on in microtasks: for as long as requests keep its queue filled the
 * loop would not turn. Since Node.js accepts one connection a turn (https://github.com/libuv/libuv/pull/3696), of fifty
 * respondents who come at once the last would be let in when most of the others have been served.
 */
class YieldingPglite extends PGlite {
  override _runExclusiveTransaction<T>(task: () => Promise<T>): Promise<T> {
    return super._runExclusiveTransaction(async () => {
      try {
        return await task();
      } finally {
        await setImmediate();
      }
    });
  }
}
