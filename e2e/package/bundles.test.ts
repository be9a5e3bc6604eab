import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { APP, listFiles, readPackageFile } from './unpacked-package.ts';

/** Bundles an app with this source, as a customer's tools would. */
async function bundle(source: string) {
  const entry = join(APP, 'main.ts');
  writeFileSync(entry, source);
  const { output } = (await build({
    root: APP,
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, target: 'es2022', rolldownOptions: { input: entry } },
  })) as Rolldown.RolldownOutput;
  const chunks = output.filter(file => file.type === 'chunk');
  // Vite also lists modules of which tree-shaking left nothing.
  const modules = chunks.flatMap(({ modules }) =>
    Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
  );
  const code = chunks.map(chunk => chunk.code).join('\n');
  /** Names of the bundled packages. */
  const packages = new Set(modules.flatMap(id => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []));
  return { code, modules, packages };
}

describe('a customer’s bundle', () => {
  it('of `mount` alone has the widget, but no code of the element, the proxy or the checker', async () => {
    const { modules, packages, code } = await bundle(`import { mount } from 'koji-embed'; mount();`);
    const dependencies = ['@preact/signals', '@preact/signals-core', 'eventsource-parser', 'preact'];
    expect(packages).toEqual(new Set(['koji-embed', ...dependencies]));
    expect(modules.filter(id => /\/dist\/npm\/(proxy|postgres-leases|cli|element)\b/.test(id))).toEqual([]);
    expect(code).not.toMatch(/customElements|createInterviewProxy|allowedOrigins|process\.argv/);
  });

  it('of nothing but types is empty', async () => {
    const { code, packages } = await bundle(`import type { InterviewHandle } from 'koji-embed';
      import type { InterviewProxy } from 'koji-embed/proxy';
      export type Both = InterviewHandle | InterviewProxy;`);
    expect([code.trim(), packages.size]).toEqual(['', 0]);
  });

  it('of an unused import is empty', async () => {
    const { code } = await bundle(`import { mount } from 'koji-embed'; export {};`);
    expect(code.trim()).toBe('');
  });

  it.each(['element', 'react', 'preact'])('of koji-embed/%s defines the element', async entryPoint => {
    const { code } = await bundle(`import 'koji-embed/${entryPoint}';`);
    expect(code).toContain('customElements.define("koji-interview"');
  });

  it('has every dependency once, also where the page uses it too', async () => {
    const { modules, code } = await bundle(`import { h, render } from 'preact';
      import { signal } from '@preact/signals';
      import ky from 'ky';
      import { mount } from 'koji-embed';
      import 'koji-embed/element';
      import 'koji-embed/preact';
      render(h('p', null, signal(1).value), document.body);
      ky('/').then(() => mount());`);
    const cores = modules.filter(id => /\/(preact\/dist|signals-core\/dist|ky\/distribution\/index)/.test(id));
    expect(cores.filter((id, index) => cores.indexOf(id) !== index)).toEqual([]);
    expect(cores.filter(id => /\/preact\/dist\/preact/.test(id)).length).toBe(1);
    expect(code.match(/customElements\.define\(/g)).toHaveLength(1);
  });
});

describe('the published code', () => {
  it('is ES2022 in every file', () => {
    const scripts = listFiles().filter(file => file.endsWith('.js'));
    for (const file of scripts) {
      const sourceType = file === 'dist/cdn/koji.js' ? 'script' : 'module';
      expect(
        () => parse(readPackageFile(file), { ecmaVersion: 2022, sourceType, allowHashBang: true }),
        file,
      ).not.toThrow();
    }
    expect(scripts.length).toBeGreaterThan(20);
  });
});
