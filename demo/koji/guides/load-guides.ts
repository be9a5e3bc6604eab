import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkGuide } from './check-guide.ts';
import type { Guide } from './guide.ts';

/** Reads a guide from its JSON file. Throws, with the file and what is wrong where in it, where it isn't one. */
export function loadGuide(file: URL): Guide {
  const checked = checkGuide(readFileSync(file, 'utf8'));
  if ('guide' in checked) return checked.guide;
  const faults = checked.faults.map(
    ({ line, column, message }) => `${fileURLToPath(file)}:${line}:${column} ${message}`,
  );
  throw new Error(`Not a guide.\n${faults.join('\n')}`);
}

/** The study that the demo's product page runs: why a team cancels its plan. */
export const loadChurnGuide = (): Guide => loadGuide(new URL('./churn.en.json', import.meta.url));

/** All guides that lie beside this file, `<study>.<language>.json`: churn first, each study's English one before its others. */
export function loadGuides(): Guide[] {
  const files = readdirSync(new URL('.', import.meta.url)).filter(name => name.endsWith('.json'));
  const guides = files.sort().map(name => loadGuide(new URL(name, import.meta.url)));
  const rank = ({ id, locale }: Guide) => Number(id !== 'churn') * 2 + Number(locale !== 'en');
  return guides.sort((a, b) => rank(a) - rank(b));
}
