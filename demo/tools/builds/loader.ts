import { build } from 'vite';
import { BROWSERS, PRODUCTION, SHARED } from './settings.ts';
import type { WidgetModules } from './widget.ts';

/**
 * Builds `koji.js`, the script tag's loader. It is a classic script, which can't be split into
 * chunks, and it carries the addresses of the widget's modules; hence a build of its own.
 */
export async function buildLoader(outDir: string, modules: WidgetModules): Promise<void> {
  await build({
    ...SHARED,
    define: {
      ...PRODUCTION,
      __WIDGET__: JSON.stringify(modules.widget),
      __TRIGGERS__: JSON.stringify(modules.triggers),
    },
    build: {
      ...BROWSERS,
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: 'src/embed.ts',
        output: { format: 'iife', entryFileNames: 'koji.js' },
      },
    },
  });
}
