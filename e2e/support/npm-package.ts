import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { buildLibrary } from '../../demo/tools/build-library.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the npm package as it is published, and with it these applications, each into one script as a customer's tools would. */
export async function bundleApps<Name extends string>(...names: Name[]): Promise<Record<Name, string>> {
  await buildLibrary();
  const bundles = names.map(async name => [name, await bundle(join(ROOT, `e2e/pages/${name}.js`))]);
  return Object.fromEntries(await Promise.all(bundles));
}

/** The applications import the package by its name, which leads through its own `exports`. */
async function bundle(entry: string): Promise<string> {
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
