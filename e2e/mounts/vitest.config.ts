import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The samples in `demo/mounts`, each as a server of its own. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // What is told in seconds of grace must not be late for want of a processor.
  test: { globalSetup: './prepare.ts', maxConcurrency: 5, testTimeout: 300_000, hookTimeout: 120_000 },
});
