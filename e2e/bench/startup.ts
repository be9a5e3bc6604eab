import { startProduct } from '../support/product.ts';
import type { Benchmark } from './support/benchmark.ts';
import { readProcessorTime, readResidentMemory } from './support/processes.ts';
import { formatRange, summarize } from './support/statistics.ts';

const RUNS = 5;

/** The processor time and memory of a start, until the line `ready`. */
export const startup: Benchmark = {
  name: 'startup',
  description: 'npm start on a data directory that exists already, until it prints "ready" (Linux).',
  async run() {
    const firstRun = await startProduct();
    await firstRun.stop();
    const processorTimes: number[] = [];
    const memory: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const product = await startProduct({}, firstRun.dataDir);
      processorTimes.push(readProcessorTime(product.pid));
      memory.push(readResidentMemory(product.pid));
      await product.stop();
    }
    await firstRun.remove();
    return [
      { metric: 'processor time', value: formatRange(summarize(processorTimes), 1, ' s'), goal: '≤ 5 s' },
      { metric: 'resident memory', value: formatRange(summarize(memory), 0, ' MB'), goal: '< 600 MB' },
    ];
  },
};
