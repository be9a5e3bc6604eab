import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the heap that are in use after garbage collection. */
export async function measureHeap(): Promise<number> {
  // Objects that finalizers release are only collected in the next round.
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await new Promise(resolve => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}
