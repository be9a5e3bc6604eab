import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../markdown.ts';
import type { Sample } from './samples.ts';

/** Where the package's doors lead in this project: `koji-embed/proxy` to `src/proxy.ts`, by its own `exports`. */
function doors(): Record<string, string[]> {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    name: string;
    exports: Record<string, string | { types?: string }>;
  };
  return Object.fromEntries(
    Object.entries(exports).flatMap(([door, target]) => {
      const source = typeof target === 'object' && target.types?.match(/dist\/types\/(?:src\/)?(.+)\.d\.ts$/)?.[1];
      return source ? [[name + door.slice(1), [join(ROOT, `src/${source}.ts`)]]] : [];
    }),
  );
}

/** Checks the types of samples as a customer's compiler would; gives what it says, by the samples' own places. */
export function compile(samples: Sample[]): string[] {
  // Inside the project, so that other packages are found as a customer's would be.
  const folder = join(ROOT, `.cache/samples-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    copyFileSync(new URL('host.d.ts', import.meta.url), join(folder, 'host.d.ts'));
    samples.forEach(({ code, language }, place) => {
      // Each is a module of its own, whether it imports something or not.
      writeFileSync(join(folder, `sample-${place}.${language}`), `${code}\nexport {};\n`);
    });
    const config = {
      extends: join(ROOT, 'tsconfig.base.json'),
      compilerOptions: {
        lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        types: ['node', 'vite/client'],
        paths: doors(),
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
    const faults = stdout
      .split('\n')
      .filter(line => line.includes('error TS'))
      .map(line => line.replace(/^.*?sample-(\d+)\.\w+/, (_, place: string) => samples[Number(place)]!.where));
    if (status !== 0 && faults.length === 0) throw new Error(`The compiler failed: ${stdout}`);
    return faults;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
