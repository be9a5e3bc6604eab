/**
 * A migrated, empty database. Each product of the browser tests gets a copy of it. Products that are
 * started otherwise create theirs: those of `npm run test:leaving`, of the test that kills the
 * server, and of the benchmarks.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The environment variable through which Playwright's workers learn the template's folder. */
const VARIABLE = 'E2E_DATABASE_TEMPLATE';

/** The data directory to copy; undefined outside of the browser tests. */
export const findDatabaseTemplate = (): string | undefined => process.env[VARIABLE];

/**
 * Creates the template, in a process of its own, because PGlite keeps hundreds of megabytes.
 *
 * @returns removes the template
 */
export async function createDatabaseTemplate(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'koji-template-'));
  await promisify(execFile)(process.execPath, [import.meta.filename, folder]);
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

if (import.meta.main) {
  const { seedDataDirectory } = await import('../../demo/koji/testing/index.ts');
  await seedDataDirectory(process.argv[2]!);
}
