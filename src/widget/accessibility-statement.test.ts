import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(path, 'utf8').replace(/\s+/g, ' ');
const STATEMENT = read('ACCESSIBILITY.md');

/** All of WCAG 2.2 at levels A and AA (https://www.w3.org/TR/WCAG22/); 4.1.1 was taken out. */
const CRITERIA =
  `1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11
  1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4
  2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3`.split(/\s+/);

it('the statement answers every criterion of WCAG 2.2 at levels A and AA', () => {
  const rows = STATEMENT.matchAll(
    /\| (\d\.\d\.\d+) [^|]+\((?:A|AA)\) \| (?:Holds|Host|Not applicable|\*\*Gap\*\*) \|/g,
  );
  expect([...rows].map(([, criterion]) => criterion)).toEqual(CRITERIA);
});

it('every file that the statement names exists', () => {
  const files = [...STATEMENT.matchAll(/`((?:src|e2e)\/[^`]+)`/g)].map(([, file]) => file!);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter(file => !existsSync(file))).toEqual([]);
});

it('every test that the statement names is in one of the files that it names', () => {
  const files = new Set([...STATEMENT.matchAll(/`((?:src|e2e)\/[^`]+\.(?:spec|test)\.ts)`/g)].map(([, file]) => file!));
  const sources = [...files].map(read).join(' ');
  const titles = [...STATEMENT.matchAll(/“([^”]+)”/g)].map(([, title]) => title!);
  expect(titles.length).toBeGreaterThan(10);
  expect(titles.filter(title => !sources.includes(title))).toEqual([]);
});
