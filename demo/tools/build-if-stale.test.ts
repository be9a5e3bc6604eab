import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildIfStale } from './build-if-stale.ts';

let folder: string;
let script: string;
let output: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koji-build-'));
  [source, output] = [join(folder, 'source'), join(folder, 'output')];
  writeFileSync(source, '');
  const path = join(folder, 'test-build.mjs');
  // Writes a line when it starts and one when it ends, half a second later.
  writeFileSync(
    path,
    `import { appendFileSync, writeFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(join(folder, 'log'))}, 'start\\n');
     await new Promise(resolve => setTimeout(resolve, 500));
     appendFileSync(${JSON.stringify(join(folder, 'log'))}, 'end\\n');
     writeFileSync(${JSON.stringify(output)}, '');`,
  );
  script = pathToFileURL(path).href;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const readLog = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');

it('of several who want a build at once, one builds and the others wait for it', async () => {
  const built = await Promise.all([1, 2, 3].map(() => buildIfStale(script, output, [source])));
  expect(built.filter(Boolean)).toHaveLength(1);
  expect(readLog()).toEqual(['start', 'end']);
});

it('a build that fails is tried again by the next one', async () => {
  const failing = join(folder, 'test-build.mjs');
  writeFileSync(failing, 'process.exit(3)');
  const url = pathToFileURL(failing).href;
  const results = await Promise.allSettled([1, 2].map(() => buildIfStale(url, output, [source])));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
