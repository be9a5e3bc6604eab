import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../markdown.ts';
import type { Sample } from './samples.ts';

/**
 * Maps the package's entry points to their sources, by its `exports`: `koji-embed/proxy` to
 * `src/proxy.ts`.
 */
function mapEntryPoints(): Record<string, string[]> {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    name: string;
    exports: Record<string, string | { types?: string }>;
  };
  return Object.fromEntries(
    Object.entries(exports).flatMap(([entryPoint, target]) => {
      const source = typeof target === 'object' && target.types?.match(/dist\/types\/(?:src\/)?(.+)\.d\.ts$/)?.[1];
      return source ? [[name + entryPoint.slice(1), [join(ROOT, `src/${source}.ts`)]]] : [];
    }),
  );
}

/**
 * Type-checks samples as a customer's compiler would. Returns its errors, each with the place of
 * its sample.
 */
export function compileSamples(samples: Sample[]): string[] {
  // Inside the project, so that the compiler finds the samples' other packages.
  const folder = join(ROOT, `.cache/samples-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    copyFileSync(new URL('host.d.ts', import.meta.url), join(folder, 'host.d.ts'));
    for (const [index, { code, language }] of samples.entries()) {
      // The export makes a module of a sample that imports nothing.
      writeFileSync(join(folder, `sample-${index}.${language}`), `${code}\nexport {};\n`);
    }
    const config = {
      extends: join(ROOT, 'tsconfig.base.json'),
      compilerOptions: {
        lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        types: ['node', 'vite/client'],
        paths: mapEntryPoints(),
      },
      include: ['./*'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    const errors = stdout
      .split('\n')
      .filter(line => line.includes('error TS'))
      .map(line => line.replace(/^.*?sample-(\d+)\.\w+/, (_, index: string) => samples[Number(index)]!.place));
    if (status !== 0 && errors.length === 0) throw new Error(`The compiler failed: ${stdout}`);
    return errors;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
