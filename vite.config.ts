import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * The unit tests, which lie beside the code. Files ending in `.spec.ts` are Playwright's. What
 * `npm run build` makes is set up in `demo/tools/builds`.
 */
export default defineConfig({
  publicDir: false,
  // Vite reads `jsxImportSource` only from the nearest tsconfig.json.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['src/*.test.{ts,tsx}', 'src/{page,model,widget}/**/*.test.{ts,tsx}'],
          // Threads start faster than processes.
          pool: 'threads',
        },
      },
      // The modules tested here keep no state, so test files can share them. That saves a third of
      // the time.
      {
        extends: true,
        test: { name: 'server', include: ['src/{interview,wire,server,check}/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: { name: 'demo', include: ['{demo,e2e/{bench,check}}/**/*.test.{ts,tsx}'], isolate: false },
      },
    ],
    // Opening a database takes a second, and more on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many of these tests wait for a timer, a server or another process. Vitest's default leaves a
    // core free instead.
    maxWorkers: availableParallelism() + 1,
  },
});
