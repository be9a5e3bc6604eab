import { fileURLToPath } from 'node:url';
import type { BuildOptions, InlineConfig } from 'vite';

/** The project's folder. Builds resolve every path from here, whatever the working directory is. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * What all builds have in common. The project's Vite config is left out: it is for the tests.
 *
 * Preact has to be named here, because Vite reads `jsxImportSource` only from the nearest
 * `tsconfig.json`.
 */
export const SHARED: InlineConfig = {
  root: ROOT,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  // A build may run inside a test runner, whose NODE_ENV would have paths of the sources in the
  // code.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
};

/** Added to builds that run in a browser as they are, without a bundler that would set it. */
export const PRODUCTION = { 'process.env.NODE_ENV': '"production"' };

/**
 * Target of such builds. The CSS targets are the first browsers with `light-dark()` and relative
 * colours; for older ones Lightning CSS would write every colour twice.
 */
export const BROWSERS: BuildOptions = {
  target: 'es2022',
  cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
  modulePreload: false,
};
