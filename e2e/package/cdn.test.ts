import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, PACKAGE, readPackageFile } from './unpacked-package.ts';

describe('the script tag’s files', () => {
  const hashes: Record<string, string> = JSON.parse(readPackageFile('dist/cdn/integrity.json'));

  it('each have their own hash in integrity.json', () => {
    const scripts = listFiles(join(PACKAGE, 'dist/cdn')).filter(file => file.endsWith('.js'));
    expect(Object.keys(hashes)).toEqual(scripts);
    for (const file of scripts) {
      const digest = createHash('sha384')
        .update(readFileSync(join(PACKAGE, 'dist/cdn', file)))
        .digest('base64');
      expect(hashes[file], file).toBe(`sha384-${digest}`);
    }
  });

  it('load no files but those', () => {
    const loader = readPackageFile('dist/cdn/koji.js');
    const loaded = [...loader.matchAll(/koji-embed\/[\w-]+\.js/g)].map(([file]) => file);
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.filter(file => !hashes[file])).toEqual([]);
  });

  it('come with the licences of all bundled packages', () => {
    const licences = readPackageFile('dist/cdn/licences.md');
    for (const name of ['preact', '@preact/signals', 'eventsource-parser']) {
      expect(licences).toMatch(new RegExp(`^## ${name}\\b.*MIT`, 'm'));
    }
    expect(licences.match(/Permission is hereby granted/g)?.length).toBeGreaterThanOrEqual(4);
  });
});
