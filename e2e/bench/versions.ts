import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../support/browser.ts';

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url)), 'utf8'))
    .version;

/** Versions of what takes part in the measurements. */
export function versions(): Record<string, string> {
  const browser = findBrowser();
  return {
    ...(browser && { Chromium: /[\d.]+/.exec(firstLine(browser, '--version'))?.[0] ?? '?' }),
    PGlite: versionOf('@electric-sql/pglite'),
  };
}

function firstLine(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0]!;
}
