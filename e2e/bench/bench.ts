/** `npm run bench`, or `npm run bench -- <name> … [--quick]`: runs the benchmarks and writes what they find into one report. */
import { parseArgs } from 'node:util';
import { accuracy } from './accuracy.ts';
import type { Benchmark } from './benchmark.ts';
import { growth } from './growth.ts';
import { leases } from './leases.ts';
import { lists } from './lists.ts';
import { load } from './load.ts';
import { message } from './message.ts';
import { peers } from './peers.ts';
import { circumstances, readResults, sectionText, tablesOf, writeReport } from './report.ts';
import { sizes } from './sizes.ts';
import { start } from './start.ts';
import { streams } from './streams.ts';
import { typing } from './typing.ts';
import { versions } from './versions.ts';

const BENCHMARKS: Benchmark[] = [sizes, peers, growth, typing, message, streams, leases, load, lists, start, accuracy];

const { values, positionals: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = wanted.find(name => !BENCHMARKS.some(benchmark => benchmark.name === name));
if (unknown) {
  process.stderr.write(
    `There is no benchmark "${unknown}". There are: ${BENCHMARKS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(1);
}

const results = readResults();
for (const { name, about, run } of BENCHMARKS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const began = performance.now();
  try {
    const tables = tablesOf(await run(values));
    const seconds = Math.round((performance.now() - began) / 1000);
    results[name] = { ...circumstances(values.quick, versions()), about, seconds, tables };
  } catch (error) {
    // What others found is worth keeping, and what this one found earlier.
    console.error(`The benchmark "${name}" failed.`, error);
    process.exitCode = 1;
    continue;
  }
  process.stdout.write(`${sectionText(name, results[name])}\n\n`);
  writeReport(results, BENCHMARKS);
}
