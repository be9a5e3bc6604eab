import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests of the samples in `demo/mounts`, each of which runs as a server of its own. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Few at a time: on a busy processor a leave may be reported after its grace, which is some
  // seconds.
  test: { globalSetup: './prepare.ts', maxConcurrency: 5, testTimeout: 300_000, hookTimeout: 120_000 },
});
