import { build } from 'vite';
import { BROWSERS, PRODUCTION, SHARED } from './settings.ts';

/**
 * Builds the script of the documentation's theming page: the element, as an application would
 * bundle it.
 */
export async function buildThemingPage(): Promise<void> {
  await build({
    ...SHARED,
    define: PRODUCTION,
    build: {
      ...BROWSERS,
      outDir: 'dist/docs/theming',
      emptyOutDir: true,
      lib: { entry: { theming: 'demo/docs/theming.ts' }, formats: ['es'] },
      // package.json lists only built files as having side effects, such as defining an element.
      // This builds the source.
      rolldownOptions: { treeshake: false },
    },
  });
}
