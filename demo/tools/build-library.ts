import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT, SHARED } from './builds/settings.ts';

/**
 * Builds the npm package's code into `dist/npm`: one file per entry point, with shared chunks.
 * Dependencies stay imports, so that an application bundles each of them once. Part of `npm run
 * build`.
 */
export async function buildLibrary(): Promise<void> {
  await build({
    ...SHARED,
    build: {
      target: 'es2022',
      outDir: 'dist/npm',
      emptyOutDir: true,
      minify: false,
      lib: {
        entry: {
          index: 'src/index.ts',
          element: 'src/element.ts',
          react: 'src/react.ts',
          preact: 'src/preact.ts',
          proxy: 'src/proxy.ts',
          cli: 'src/cli.ts',
          'postgres-leases': 'src/postgres-leases.ts',
        },
        formats: ['es'],
      },
      // Everything that is not a path is a package.
      rolldownOptions: { external: /^(?!\.|\/|src\/)/ },
    },
  });
}

if (import.meta.main) {
  // `npm run build` emits the declarations next. The compiler would leave those of files that are
  // gone.
  rmSync(join(ROOT, 'dist/types'), { recursive: true, force: true });
  await buildLibrary();
}
