import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, it } from 'vitest';
import { TARBALL } from '../../demo/tools/pack-package.ts';
import { filesOf, manifest, PACKAGE, read } from './unpack.ts';

/** Everything a customer gets, and why. A file that fits no row doesn't belong there. */
const CONTENTS: Record<string, RegExp> = {
  'what npm always packs': /^(package\.json|README\.md|LICENSE)$/,
  'the changes': /^CHANGELOG\.md$/,
  'the element, for editors': /^dist\/(custom-elements|vscode)\.json$/,
  'the loader': /^dist\/cdn\/koji\.js$/,
  'what it brings': /^dist\/cdn\/koji-embed\/(widget|deferred|triggers)-[\w-]{8}\.js$/,
  'a language each': /^dist\/cdn\/koji-embed\/languages\/(languages|[a-z]{2})-[\w-]{8}\.js$/,
  'hashes of those, and the licences of what is in them': /^dist\/cdn\/(integrity\.json|licences\.md)$/,
  'a door each': /^dist\/npm\/(index|element|react|preact|proxy|postgres-leases|cli)\.js$/,
  'what the doors share': /^dist\/npm\/[\w-]+-[\w-]{8}\.js$/,
  'types, a file for each of ours': /^dist\/types\/([a-z-]+\/)*[\w-]+\.d\.ts$/,
};

const rowOf = (file: string) => Object.entries(CONTENTS).find(([, pattern]) => pattern.test(file))?.[0];

describe('the packed package', () => {
  it('holds what is meant for customers, and nothing else', () => {
    const files = filesOf();
    expect(files.filter(file => !rowOf(file))).toEqual([]);
    expect(new Set(files.map(rowOf))).toEqual(new Set(Object.keys(CONTENTS)));
  });

  it('holds no tests, no sources, nothing of this machine and no key', () => {
    for (const file of filesOf()) {
      expect(file).not.toMatch(/\.test\.|testing|\.tsx?$(?<!\.d\.ts)/);
      // As a boolean: the file itself would be a long message.
      expect(/pk_live_[A-Za-z0-9]{32}|st_live_[A-Za-z0-9]{16}|file:\/\//.test(read(file)), file).toBe(false);
      expect(read(file).includes(process.cwd()), file).toBe(false);
    }
  });

  it('stays under 220 KB packed', () => {
    expect(statSync(TARBALL).size).toBeLessThan(220_000);
  });

  it('publint finds nothing', async () => {
    const { messages } = await publint({ pkgDir: PACKAGE, pack: false, strict: true });
    expect(messages.map(message => formatMessage(message, manifest))).toEqual([]);
  });

  it('its types are those of its code for each door, wherever ES modules are resolved', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        'node_modules/@arethetypeswrong/cli/dist/index.js',
        TARBALL,
        '--profile',
        'esm-only',
        '--exclude-entrypoints',
        'koji.js',
      ],
      { encoding: 'utf8' },
    );
    expect(status, stdout).toBe(0);
  });

  it('promises no older Node.js than what it depends on', () => {
    const oldest = (range: string) =>
      Math.min(
        ...[...range.matchAll(/(\d+)(?:\.(\d+))?/g)].map(([, major, minor = 0]) => Number(major) + Number(minor) / 100),
      );
    const promised = oldest(manifest.engines.node);
    for (const name of Object.keys(manifest.dependencies)) {
      const { engines } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
        engines?: { node?: string };
      };
      if (engines?.node) expect(promised, name).toBeGreaterThanOrEqual(oldest(engines.node));
    }
  });
});
