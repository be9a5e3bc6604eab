import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests of the tarball, as a customer gets it. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  publicDir: false,
  test: {
    include: ['e2e/package/*.test.ts'],
    globalSetup: 'e2e/package/set-up.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
