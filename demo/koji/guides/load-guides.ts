import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkGuide } from './check-guide.ts';
import type { Guide } from './guide.ts';

/**
 * Loads a guide from its JSON file.
 * @throws {Error} if the file is no valid guide; the message lists each problem as
 * `file:line:column message`
 */
export function loadGuide(file: URL): Guide {
  const checked = checkGuide(readFileSync(file, 'utf8'));
  if ('guide' in checked) return checked.guide;
  const problems = checked.problems.map(
    ({ line, column, message }) => `${fileURLToPath(file)}:${line}:${column} ${message}`,
  );
  throw new Error(`Invalid guide:\n${problems.join('\n')}`);
}

/** Loads the guide of the demo's product page, which asks why a team cancels its plan. */
export const loadChurnGuide = (): Guide => loadGuide(new URL('./churn.en.json', import.meta.url));

/**
 * Loads all guides beside this file, named `<study>.<language>.json`. `churn` comes first, and each
 * study's English guide before its others.
 */
export function loadGuides(): Guide[] {
  const files = readdirSync(new URL('.', import.meta.url)).filter(name => name.endsWith('.json'));
  const guides = files.sort().map(name => loadGuide(new URL(name, import.meta.url)));
  const rank = ({ id, locale }: Guide) => Number(id !== 'churn') * 2 + Number(locale !== 'en');
  return guides.sort((a, b) => rank(a) - rank(b));
}
