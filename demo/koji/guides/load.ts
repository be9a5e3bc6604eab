import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { sayIssues } from '../../../src/wire/schemas.ts';
import { type Guide, guideSchema } from './guide.ts';

/** Reads a guide from its JSON file. Throws, with the file and what is wrong in it, where it isn't one. */
export function loadGuide(file: URL): Guide {
  const result = v.safeParse(guideSchema, JSON.parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${fileURLToPath(file)} is not a guide. ${sayIssues(result.issues)}`);
  return result.output;
}

/** The study that the demo's product page runs: why a team cancels its plan. */
export const loadChurnGuide = (): Guide => loadGuide(new URL('./churn.json', import.meta.url));
