import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Plugin, UserConfig } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The first browsers with light-dark() and relative colours; for older ones Lightning CSS would write each colour twice. */
const cssTarget = ['chrome123', 'firefox128', 'safari17.5'];

/** Terser takes some 2 % less than the built-in minifier, which every page would pay for. */
const TERSER = {
  ecma: 2020,
  module: true,
  compress: {
    passes: 3,
    inline: 0,
    keep_fargs: false,
    unsafe_arrows: true,
    // Nothing here calls `new` on a method.
    unsafe_methods: true,
  },
  format: { comments: false },
} as const;

/** Notes for bundlers on what may be left out, which has been: Vite has Terser keep them in what it takes for a library. */
const UNANNOTATED: Plugin = {
  name: 'unannotated',
  enforce: 'post',
  renderChunk: code => code.replaceAll('/* @__PURE__ */', ''),
};

/** What ky looks for in the browser to tell of progress and to send forms. Nothing here asks it to, and the code for it falls out. */
const NOT_ASKED_OF_KY = ['supportsRequestStreams', 'supportsResponseStreams', 'supportsFormData'];

const LESS_OF_KY: Plugin = {
  name: 'less-of-ky',
  transform: {
    filter: { id: /\/ky\/distribution\/core\/constants\.js$/ },
    handler: code =>
      NOT_ASKED_OF_KY.reduce((code, name) => {
        const found = new RegExp(`(?<=^export const ${name} = )[^]*?(?=;\nexport )`, 'm');
        if (!found.test(code)) throw new Error(`ky has no ${name} any more: see NOT_ASKED_OF_KY.`);
        return code.replace(found, 'false');
      }, code),
  },
};

const OUT = 'dist/cdn';
const MANIFEST = `${OUT}/.vite/manifest.json`;

const shared: UserConfig = {
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** The widget for the script tag: modules that carry the hash of what is in them, so that a page can keep them for ever. */
const cdn = (): UserConfig => ({
  ...shared,
  plugins: [UNANNOTATED, LESS_OF_KY],
  oxc: {
    jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment', pure: false },
    jsxInject: "import { Fragment, h } from 'preact'",
  },
  build: {
    target: 'es2022',
    cssTarget,
    minify: 'terser',
    terserOptions: TERSER,
    outDir: OUT,
    emptyOutDir: true,
    manifest: true,
    license: { fileName: 'licences.md' },
    modulePreload: false,
    // The lib mode leaves out Vite's preload helper, 1.3 KB that a page with one lazy chunk has no use for.
    lib: { entry: { widget: 'src/widget/script-tag.ts' }, formats: ['es'] },
    rolldownOptions: {
      // What the lazy chunk shares with the entry stays in the entry: one request fewer until the first question.
      preserveEntrySignatures: 'allow-extension',
      // `jsxInject` imports it everywhere; where nothing of it is used, nothing is fetched for it.
      treeshake: { moduleSideEffects: [{ test: /node_modules\/preact\//, sideEffects: false }] },
      output: {
        // The loader, which carries two of them, is some bytes smaller for it.
        hashCharacters: 'hex',
        entryFileNames: 'koji-embed/[name]-[hash:6].js',
        chunkFileNames: ({ facadeModuleId }) =>
          `koji-embed/${facadeModuleId?.includes('/languages/') ? 'languages/' : ''}[name]-[hash:6].js`,
      },
    },
  },
});

/** The script tag's loader. Built after the widget, whose address it carries: one build can't make a script that splits. */
const loader = (): UserConfig => {
  if (!existsSync(MANIFEST)) throw new Error(`${MANIFEST} is missing: build the widget first (npm run build).`);
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, { file: string }>;
  const nameOf = (source: string) => JSON.stringify(manifest[source]!.file);
  return {
    ...shared,
    define: {
      ...shared.define,
      __WIDGET__: nameOf('src/widget/script-tag.ts'),
      __TRIGGERS__: nameOf('src/page/triggers.ts'),
    },
    build: {
      target: 'es2022',
      cssTarget,
      minify: 'terser',
      terserOptions: TERSER,
      outDir: OUT,
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: 'src/embed.ts',
        output: { format: 'iife', entryFileNames: 'koji.js' },
      },
    },
  };
};

/** The npm package: one file a door, sharing chunks; dependencies stay imports, so that an app bundles each once. */
const library = (): UserConfig => ({
  ...shared,
  define: {},
  // Vite reads jsxImportSource only for files in tsconfig's `include`.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
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
    rolldownOptions: { external: /^(?!\.|\/|src\/)/ },
  },
});

/** What the documentation's page on theming runs: the element, as an application would bundle it. */
const theming = (): UserConfig => ({
  ...shared,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    cssTarget,
    outDir: 'dist/docs/theming',
    emptyOutDir: true,
    modulePreload: false,
    lib: { entry: { theming: 'demo/docs/theming.ts' }, formats: ['es'] },
    // By package.json only what is built from it has side effects, such as defining an element; here is its source.
    rolldownOptions: { treeshake: false },
  },
});

/** Tests of the packed package, each against the tarball as a customer gets it. */
const packed = (): ViteUserConfig => ({
  publicDir: false,
  test: {
    include: ['e2e/package/*.test.ts'],
    globalSetup: 'e2e/package/unpacked.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

const BUILDS: Record<string, () => ViteUserConfig> = { cdn, loader, library, theming, packed };

/** Unit tests lie beside the code; what lies in `e2e` is Playwright's. */
const unit = (): ViteUserConfig => ({
  ...shared,
  define: {},
  test: {
    projects: [
      { extends: true, test: { name: 'src', include: ['src/**/*.test.{ts,tsx}'] } },
      // The local Koji keeps nothing in its modules: its files can share them, and spare themselves a third of their time.
      { extends: true, test: { name: 'demo', include: ['{demo,e2e/check}/**/*.test.ts'], isolate: false } },
    ],
    // A database takes a second to open, and many on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many tests wait for a while, and Vitest leaves one core alone: of two, half.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});

export default defineConfig(({ mode }) => (BUILDS[mode] ?? unit)());
