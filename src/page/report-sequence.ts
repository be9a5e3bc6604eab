import type { PageReport } from '../wire/proxy-contract.ts';
import { createUuid } from './uuid.ts';

let page: string | undefined;
let seq = 0;

/**
 * Returns the id of this page and the next report number. From these two the proxy recognises
 * reports that are repeated, late, or from a page that has been replaced.
 */
export const createPageReport = (): PageReport => {
  page ??= createUuid();
  seq += 1;
  return { page, seq };
};
