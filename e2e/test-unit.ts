/**
 * `npm run test:unit [-- words… options…]`: the unit tests, or those whose path or name has one of
 * the words. Words may be regular expressions. From the first option on, everything is for Vitest.
 *
 * @example npm run test:unit -- lease --reporter=verbose
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const args = process.argv.slice(2);
const firstOption = args.findIndex(argument => argument.startsWith('-'));
const words = firstOption < 0 ? args : args.slice(0, firstOption);
const options = firstOption < 0 ? [] : args.slice(firstOption);

/** Matches any of the words, in upper or lower case, as a source that Vitest can compile too. */
const PATTERN = `(?i:${words.join('|')})`;
const pattern = new RegExp(PATTERN);

function runVitest(...vitestArgs: string[]): boolean {
  return spawnSync('vitest', ['run', ...vitestArgs, ...options], { stdio: 'inherit' }).status === 0;
}

/**
 * Whether a test's name may match: whether a line has the pattern after a quotation mark, imports
 * apart.
 */
function mayNameMatch(file: string): boolean {
  const inQuotes = new RegExp(`['"\`].*${PATTERN}`);
  return readFileSync(file, 'utf8')
    .split('\n')
    .some(line => inQuotes.test(line) && !/^(import|\} from) /.test(line));
}

function runSelected(): boolean {
  const files = globSync('{src,demo,e2e/{bench,check}}/**/*.test.{ts,tsx}', { exclude: ['**/node_modules/**'] });
  const byPath = files.filter(file => pattern.test(file));
  const byName = files.filter(file => !pattern.test(file) && mayNameMatch(file));
  if (byPath.length + byName.length === 0) {
    console.error(`No unit test has ${words.join(' or ')} in its path or name.`);
    return false;
  }
  const results = [
    byPath.length === 0 || runVitest(...byPath),
    byName.length === 0 || runVitest(...byName, '--testNamePattern', PATTERN),
  ];
  return results.every(Boolean);
}

process.exitCode = (words.length > 0 ? runSelected() : runVitest()) ? 0 : 1;
