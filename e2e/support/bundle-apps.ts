import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { buildLibrary } from '../../demo/tools/build-library.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the npm package as it is published and bundles sample applications of `e2e/pages` with it,
 * as a customer's bundler does.
 *
 * @param names names of files in `e2e/pages`, without ".js"
 * @returns the code of each application, one script each
 */
export async function bundleApps<Name extends string>(...names: Name[]): Promise<Record<Name, string>> {
  await buildLibrary();
  const bundles = names.map(async name => [name, await bundleApp(join(ROOT, `e2e/pages/${name}.js`))]);
  return Object.fromEntries(await Promise.all(bundles));
}

/** The applications import `koji-embed` by name, which resolves through the package's `exports`. */
async function bundleApp(entry: string): Promise<string> {
  const { output } = (await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: entry, output: { format: 'es', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}
