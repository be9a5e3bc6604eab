import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedDataDirectory } from '../testing/test-database.ts';
import { openDatabase } from './database.ts';
import { restrictAccess } from './restrict-access.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'koji-modes-'));
  chmodSync(dataDir, 0o777);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const modeOf = (...path: string[]) => statSync(join(dataDir, ...path)).mode & 0o777;

/** The files and folders that others than the owner may use. */
const listOpenEntries = () =>
  ['.', ...readdirSync(dataDir, { recursive: true, encoding: 'utf8' })].filter(name => modeOf(name) & 0o077);

describe.skipIf(process.platform === 'win32')('a data directory', () => {
  it('that others may use is the owner’s alone once it is open', async () => {
    await seedDataDirectory(dataDir);
    for (const name of ['control.json', 'control.json.new', 'lock']) writeFileSync(join(dataDir, name), '');
    for (const name of readdirSync(dataDir, { recursive: true, encoding: 'utf8' }))
      chmodSync(join(dataDir, name), 0o777);
    const database = await openDatabase({ dataDir });
    await database.close();
    expect(modeOf()).toBe(0o700);
    expect(modeOf('postgres')).toBe(0o700);
    for (const name of ['control.json', 'control.json.new', 'lock', 'postgres/PG_VERSION']) {
      expect([name, modeOf(name)]).toEqual([name, 0o600]);
    }
  });

  it('with other files in it stays open; what is ours does not', () => {
    for (const name of ['postgres', 'others']) mkdirSync(join(dataDir, name), { mode: 0o777 });
    writeFileSync(join(dataDir, 'others/file'), '');
    writeFileSync(join(dataDir, 'postgres/file'), '');
    symlinkSync(join(dataDir, 'others/file'), join(dataDir, 'postgres/link'));
    chmodSync(join(dataDir, 'others/file'), 0o666);
    restrictAccess(dataDir);
    expect([modeOf(), modeOf('others/file')]).toEqual([0o777, 0o666]);
    expect(listOpenEntries().filter(name => name.startsWith('postgres') && !name.endsWith('link'))).toEqual([]);
  });
});
