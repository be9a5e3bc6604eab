import { build, type InlineConfig, type Rolldown } from 'vite';
import { BROWSERS, PRODUCTION, SHARED } from './settings.ts';
import { withoutInheritedNames } from './without-inherited-names.ts';

/** Addresses of the modules that the loader imports, relative to `koji.js`. */
export interface WidgetModules {
  widget: string;
  triggers: string;
}

/**
 * Elements are created by `createElement`, which `@preact/signals` needs anyway. The automatic
 * runtime would bring `preact/jsx-runtime` as well, and a longer call for every element.
 */
const CREATE_ELEMENT: InlineConfig['oxc'] = {
  jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment', development: false },
  jsxInject: `import { Fragment, h } from 'preact'`,
};

/**
 * Builds the widget for the script tag: ES modules in `koji-embed/`, with a hash of their content
 * in their names, so that browsers can cache them for ever. The licences of bundled packages go
 * beside them.
 *
 * Minified by Vite's own minifier. Terser was measured against it: 0.7 % smaller after Brotli
 * (35,421 B instead of 35,658 B), which is not worth a dependency.
 *
 * @param outDir emptied first
 */
export async function buildWidgetModules(outDir: string): Promise<WidgetModules> {
  const result = await build({
    ...SHARED,
    oxc: CREATE_ELEMENT,
    define: PRODUCTION,
    plugins: [withoutInheritedNames()],
    build: {
      ...BROWSERS,
      outDir,
      emptyOutDir: true,
      license: { fileName: 'licences.md' },
      // Library mode leaves out Vite's preload helper. The widget imports its own chunks and needs
      // no preloading.
      lib: { entry: { widget: 'src/widget/script-tag.ts' }, formats: ['es'] },
      rolldownOptions: {
        // Code shared with the deferred chunk stays in the entry: one request fewer until the first
        // question.
        preserveEntrySignatures: 'allow-extension',
        // `CREATE_ELEMENT` imports Preact into files that do not use it, too.
        treeshake: { moduleSideEffects: [{ test: /\/preact\/dist\/preact\.mjs$/, sideEffects: false }] },
        output: {
          // Without these two, Vite does not fully minify ES modules in library mode, and keeps
          // comments for other bundlers.
          minify: true,
          comments: false,
          // `let` at the top level compresses better than `var`: 150 B.
          topLevelVar: false,
          entryFileNames: 'koji-embed/[name]-[hash].js',
          chunkFileNames: ({ facadeModuleId }) =>
            `koji-embed/${facadeModuleId?.includes('/languages/') ? 'languages/' : ''}[name]-[hash].js`,
        },
      },
    },
  });
  const { output } = [result].flat()[0] as Rolldown.RolldownOutput;
  return {
    widget: fileNameOf(output, 'src/widget/script-tag.ts'),
    triggers: fileNameOf(output, 'src/page/triggers.ts'),
  };
}

/** @throws Error if the build made no module of its own from this source */
function fileNameOf(output: Rolldown.RolldownOutput['output'], source: string): string {
  const chunk = output.find(file => file.type === 'chunk' && file.facadeModuleId?.endsWith(`/${source}`));
  if (!chunk) throw new Error(`The build has no module made from ${source}.`);
  return chunk.fileName;
}
