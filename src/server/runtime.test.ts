import { expect, it } from 'vitest';

const sources = import.meta.glob<string>(['./**/*.ts', '../proxy.ts', '!./**/*.test.ts', '!./testing/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

it('the proxy uses no Node APIs, and only the packages it depends on', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(20);
  const imported = new Set<string>();
  for (const [file, source] of Object.entries(sources)) {
    expect([file, source.match(/\b(Buffer\.|process\.[a-z]|require\(|__dirname|setImmediate\()/g)]).toEqual([
      file,
      null,
    ]);
    for (const [, from] of source.matchAll(/from '([^']+)'/g)) if (!from!.startsWith('.')) imported.add(from!);
  }
  expect([...imported].sort()).toEqual(['ipaddr.js', 'jose', 'ky', 'tinyqueue', 'valibot']);
});
