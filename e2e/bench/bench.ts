/** `npm run bench`, or `npm run bench -- <name> …`: runs the benchmarks and prints one report. */
import { cpus, totalmem } from 'node:os';
import { accuracy } from './accuracy.ts';
import type { Benchmark } from './benchmark.ts';
import { leases } from './leases.ts';
import { lists } from './lists.ts';
import { load } from './load.ts';
import { message } from './message.ts';
import { sizes } from './sizes.ts';
import { start } from './start.ts';

const BENCHMARKS: Benchmark[] = [sizes, message, leases, lists, load, start, accuracy];

const wanted = process.argv.slice(2);
const unknown = wanted.find(name => !BENCHMARKS.some(benchmark => benchmark.name === name));
if (unknown) {
  process.stderr.write(
    `There is no benchmark "${unknown}". There are: ${BENCHMARKS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(1);
}

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`;
process.stdout.write(`# Benchmarks\n\n${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${machine}\n`);
for (const { name, about, run } of BENCHMARKS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n## ${name}\n\n${about}\n\n| what | figure | goal |\n| --- | --- | --- |\n`);
  for (const { what, figure, goal = '' } of await run()) process.stdout.write(`| ${what} | ${figure} | ${goal} |\n`);
}
