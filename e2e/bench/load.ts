import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import { measureAnalysisTime } from './load/analysis-time.ts';
import { measureLoad, toRows } from './load/measure-load.ts';
import { type Benchmark, notMeasuredWithoutPostgres } from './support/benchmark.ts';

/** How much load the local Koji can take. */
export const load: Benchmark = {
  name: 'load',
  description: `The product under load over HTTP, on the embedded database and on a PostgreSQL server: starts,
messages and completions per second, the latency of a message while other interviews run, and
memory (Linux); and the time of an analysis by the length of its transcript.`,
  async run({ quick }) {
    const embedded = await measureLoad({}, quick);
    const server = await startPostgres();
    const served = server && (await measureLoad({ DATABASE_URL: server.url }, quick));
    await server?.stop();
    return [
      ...toRows(embedded, served),
      ...(served ? [] : [notMeasuredWithoutPostgres('Postgres server')]),
      ...measureAnalysisTime(),
    ];
  },
};
