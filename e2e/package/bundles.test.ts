import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { APP, filesOf, read } from './unpack.ts';

/** Bundles an app of these lines, as a customer's tools would. */
async function bundle(lines: string) {
  const entry = join(APP, 'main.ts');
  writeFileSync(entry, lines);
  const { output } = (await build({
    root: APP,
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, target: 'es2022', rolldownOptions: { input: entry } },
  })) as Rolldown.RolldownOutput;
  const chunks = output.filter(file => file.type === 'chunk');
  // What tree-shaking left nothing of is still listed.
  const modules = chunks.flatMap(({ modules }) =>
    Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
  );
  const code = chunks.map(chunk => chunk.code).join('\n');
  /** Names of the packages in it. */
  const packages = new Set(modules.flatMap(id => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []));
  return { code, modules, packages };
}

describe('a customer’s bundle', () => {
  it('of `mount` alone has the widget and nothing of the element, the proxy or the checker', async () => {
    const { modules, packages, code } = await bundle(`import { mount } from 'koji-embed'; mount();`);
    expect([...packages].sort()).toEqual(['@preact/signals', 'eventsource-parser', 'koji-embed', 'ky', 'preact']);
    expect(modules.filter(id => /\/dist\/npm\/(proxy|postgres-leases|cli|element)\b/.test(id))).toEqual([]);
    expect(code).not.toMatch(/customElements|createInterviewProxy|allowedOrigins|process\.argv/);
  });

  it('of types alone is empty', async () => {
    const { code, packages } = await bundle(`import type { InterviewHandle } from 'koji-embed';
      import type { InterviewProxy } from 'koji-embed/proxy';
      export type Both = InterviewHandle | InterviewProxy;`);
    expect([code.trim(), packages.size]).toEqual(['', 0]);
  });

  it('of an import that is not used is empty', async () => {
    const { code } = await bundle(`import { mount } from 'koji-embed'; export {};`);
    expect(code.trim()).toBe('');
  });

  it.each(['element', 'react', 'preact'])('of koji-embed/%s defines the element', async door => {
    const { code } = await bundle(`import 'koji-embed/${door}';`);
    expect(code).toContain('customElements.define("koji-interview"');
  });

  it('has nothing twice, whatever else the page uses of it', async () => {
    const { modules, code } = await bundle(`import { h, render } from 'preact';
      import { signal } from '@preact/signals';
      import ky from 'ky';
      import { mount } from 'koji-embed';
      import 'koji-embed/element';
      import 'koji-embed/preact';
      render(h('p', null, signal(1).value), document.body);
      ky('/').then(() => mount());`);
    const cores = modules.filter(id => /\/(preact\/dist|signals-core\/dist|ky\/distribution\/index)/.test(id));
    expect(cores.filter((id, place) => cores.indexOf(id) !== place)).toEqual([]);
    expect(cores.filter(id => /\/preact\/dist\/preact/.test(id)).length).toBe(1);
    expect(code.match(/customElements\.define\(/g)).toHaveLength(1);
  });
});

describe('the published code', () => {
  it('is ES2022, every file of it', () => {
    const scripts = filesOf().filter(file => file.endsWith('.js'));
    for (const file of scripts) {
      const sourceType = file === 'dist/cdn/koji.js' ? 'script' : 'module';
      expect(() => parse(read(file), { ecmaVersion: 2022, sourceType, allowHashBang: true }), file).not.toThrow();
    }
    expect(scripts.length).toBeGreaterThan(20);
  });
});
