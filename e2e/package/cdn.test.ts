import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, PACKAGE, read } from './unpack.ts';

describe('the script tag’s files', () => {
  const hashes: Record<string, string> = JSON.parse(read('dist/cdn/integrity.json'));

  it('have a hash each, which is theirs', () => {
    const scripts = filesOf(join(PACKAGE, 'dist/cdn')).filter(file => file.endsWith('.js'));
    expect(Object.keys(hashes)).toEqual(scripts);
    for (const file of scripts) {
      const digest = createHash('sha384')
        .update(readFileSync(join(PACKAGE, 'dist/cdn', file)))
        .digest('base64');
      expect(hashes[file], file).toBe(`sha384-${digest}`);
    }
  });

  it('bring no other files than those', () => {
    const loader = read('dist/cdn/koji.js');
    const named = [...loader.matchAll(/koji-embed\/[\w-]+\.js/g)].map(([file]) => file);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(file => !hashes[file])).toEqual([]);
  });

  it('come with the licences of everything that is bundled into them', () => {
    const licences = read('dist/cdn/licences.md');
    for (const name of ['preact', '@preact/signals', 'ky', 'eventsource-parser']) {
      expect(licences).toMatch(new RegExp(`^## ${name}\\b.*MIT`, 'm'));
    }
    expect(licences.match(/Permission is hereby granted/g)?.length).toBeGreaterThanOrEqual(4);
  });
});
