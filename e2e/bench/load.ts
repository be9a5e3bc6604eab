import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import type { Benchmark } from './benchmark.ts';
import { analysisByLength } from './load/analysis-length.ts';
import { rowsOf, underLoad } from './load/under-load.ts';

/** What the local Koji bears. */
export const load: Benchmark = {
  name: 'load',
  about: [
    'The product under load over HTTP, on the embedded database and on a served PostgreSQL: interviews, messages and completions a second,',
    'a message while others run, memory (Linux); and an analysis by the length of its transcript.',
  ].join('\n'),
  async run({ quick }) {
    const embedded = await underLoad({}, quick);
    const server = await startPostgres();
    const served = server && (await underLoad({ DATABASE_URL: server.url }, quick));
    await server?.stop();
    return [
      ...rowsOf(embedded, served),
      ...(served ? [] : [{ what: 'served Postgres', figure: 'not measured: no PostgreSQL server here' }]),
      ...analysisByLength(),
    ];
  },
};
