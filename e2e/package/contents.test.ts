import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, it } from 'vitest';
import { TARBALL } from '../../demo/tools/pack-package.ts';
import { listFiles, manifest, PACKAGE, readPackageFile } from './unpacked-package.ts';

/**
 * Everything that the package contains, by purpose. A file that matches no pattern doesn't belong
 * there.
 */
const CONTENTS: Record<string, RegExp> = {
  'packed by npm in any case': /^(package\.json|README\.md|LICENSE)$/,
  'changes, and how to report a vulnerability': /^(CHANGELOG|SECURITY)\.md$/,
  'the element, described for editors': /^dist\/(custom-elements|vscode)\.json$/,
  'the script tag: loader': /^dist\/cdn\/koji\.js$/,
  'the script tag: modules': /^dist\/cdn\/koji-embed\/(widget|deferred|triggers)-[\w-]{8}\.js$/,
  'the script tag: translations': /^dist\/cdn\/koji-embed\/languages\/(languages|[a-z]{2})-[\w-]{8}\.js$/,
  'the script tag: hashes, and licences of bundled packages': /^dist\/cdn\/(integrity\.json|licences\.md)$/,
  'the npm package: entry points': /^dist\/npm\/(index|element|react|preact|proxy|postgres-leases|cli)\.js$/,
  'the npm package: shared chunks': /^dist\/npm\/[\w-]+-[\w-]{8}\.js$/,
  'the npm package: types': /^dist\/types\/([a-z-]+\/)*[\w-]+\.d\.ts$/,
};

const findPurpose = (file: string) => Object.entries(CONTENTS).find(([, pattern]) => pattern.test(file))?.[0];

describe('the packed package', () => {
  it('contains what customers need, and nothing else', () => {
    const files = listFiles();
    expect(files.filter(file => !findPurpose(file))).toEqual([]);
    expect(new Set(files.map(findPurpose))).toEqual(new Set(Object.keys(CONTENTS)));
  });

  it('contains no tests, sources, keys, or paths of the machine that built it', () => {
    for (const file of listFiles()) {
      expect(file).not.toMatch(/\.test\.|testing|\.tsx?$(?<!\.d\.ts)/);
      // Compared as a boolean, because a failure would print the whole file.
      expect(/pk_live_[A-Za-z0-9]{32}|st_live_[A-Za-z0-9]{16}|file:\/\//.test(readPackageFile(file)), file).toBe(false);
      expect(readPackageFile(file).includes(process.cwd()), file).toBe(false);
    }
  });

  it('stays under 265 KB packed', () => {
    expect(statSync(TARBALL).size).toBeLessThan(265_000);
  });

  it('passes publint', async () => {
    const { messages } = await publint({ pkgDir: PACKAGE, pack: false, strict: true });
    expect(messages.map(message => formatMessage(message, manifest))).toEqual([]);
  });

  it('has types that match its code for each entry point, wherever ES modules are resolved', () => {
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

  it('requires a version of Node that all its dependencies support', () => {
    const oldestVersion = (range: string) =>
      Math.min(
        ...[...range.matchAll(/(\d+)(?:\.(\d+))?/g)].map(([, major, minor = 0]) => Number(major) + Number(minor) / 100),
      );
    const required = oldestVersion(manifest.engines.node);
    for (const name of Object.keys(manifest.dependencies)) {
      const { engines } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
        engines?: { node?: string };
      };
      if (engines?.node) expect(required, name).toBeGreaterThanOrEqual(oldestVersion(engines.node));
    }
  });
});
