import { readFileSync } from 'node:fs';
import { startProduct } from '../support/product.ts';
import type { Benchmark } from './benchmark.ts';
import { spreadOf } from './measure.ts';

const RUNS = 5;
/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;
const MB = 1024;

/** What a start on a warm data directory costs: processor time and memory until the line `ready`. */
export const start: Benchmark = {
  name: 'start',
  about: 'npm start on a data directory that was used before, up to the line "ready" (Linux).',
  async run() {
    const first = await startProduct();
    await first.stop();
    const cpu: number[] = [];
    const memory: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const product = await startProduct({}, first.dataDir);
      const fields = readFileSync(`/proc/${product.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      cpu.push((Number(fields[11]) + Number(fields[12])) / TICKS);
      const status = readFileSync(`/proc/${product.pid}/status`, 'utf8');
      memory.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / MB);
      await product.stop();
    }
    await first.remove();
    const [seconds, megabytes] = [spreadOf(cpu), spreadOf(memory)];
    return [
      {
        what: 'processor time',
        figure: `${seconds.median.toFixed(1)} s (${seconds.p10.toFixed(1)} to ${seconds.p90.toFixed(1)})`,
        goal: '≤ 5 s',
      },
      {
        what: 'resident memory',
        figure: `${megabytes.median.toFixed(0)} MB (${megabytes.p10.toFixed(0)} to ${megabytes.p90.toFixed(0)})`,
        goal: '< 600 MB',
      },
    ];
  },
};
