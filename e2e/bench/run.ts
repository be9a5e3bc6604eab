/** `npm run bench [-- <name> … --quick --trace]`: runs all or some benchmarks and updates the report. */
import { parseArgs } from 'node:util';
import { accuracy } from './accuracy.ts';
import { dashboardQueries } from './dashboard-queries.ts';
import { leases } from './leases.ts';
import { load } from './load.ts';
import { otherWidgets } from './other-widgets.ts';
import { proxyOverhead } from './proxy-overhead.ts';
import { scaling } from './scaling.ts';
import { sizes } from './sizes.ts';
import { startup } from './startup.ts';
import { streams } from './streams.ts';
import type { Benchmark } from './support/benchmark.ts';
import { renewReadme } from './support/readme.ts';
import { describeRunEnvironment, formatSection, readResults, toTables, writeReport } from './support/report.ts';
import { readVersions } from './support/versions.ts';
import { typing } from './typing.ts';

const BENCHMARKS: Benchmark[] = [
  sizes,
  otherWidgets,
  scaling,
  typing,
  proxyOverhead,
  streams,
  leases,
  load,
  dashboardQueries,
  startup,
  accuracy,
];

const { values: options, positionals: selectedNames } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, trace: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknownName = selectedNames.find(name => !BENCHMARKS.some(benchmark => benchmark.name === name));
if (unknownName) {
  const names = BENCHMARKS.map(({ name }) => name).join(', ');
  process.stderr.write(`Unknown benchmark "${unknownName}". Available: ${names}.\n`);
  process.exit(1);
}

const results = readResults();
for (const { name, description, run } of BENCHMARKS) {
  if (selectedNames.length > 0 && !selectedNames.includes(name)) continue;
  const startedAt = performance.now();
  try {
    const tables = toTables(await run(options));
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    results[name] = { ...describeRunEnvironment(options.quick, readVersions()), description, seconds, tables };
  } catch (error) {
    // A failure keeps this benchmark's earlier results and lets the others run.
    console.error(`The benchmark "${name}" failed.`, error);
    process.exitCode = 1;
    continue;
  }
  process.stdout.write(`${formatSection(name, results[name])}\n\n`);
  writeReport(results, BENCHMARKS);
  renewReadme(results);
}
