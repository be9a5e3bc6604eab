import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../../support/browser.ts';

/** The versions of Chromium (if it is installed) and PGlite. */
export function readVersions(): Record<string, string> {
  const browser = findBrowser();
  return {
    ...(browser && { Chromium: readProgramVersion(browser) }),
    PGlite: readPackageVersion('@electric-sql/pglite'),
  };
}

function readProgramVersion(program: string): string {
  const output = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return /[\d.]+/.exec(output.split('\n')[0]!)?.[0] ?? '?';
}

function readPackageVersion(name: string): string {
  const file = fileURLToPath(new URL(`../../../node_modules/${name}/package.json`, import.meta.url));
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
