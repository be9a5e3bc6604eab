import type { PageReport } from '../wire/proxy-contract.ts';
import { createUuid } from './uuid.ts';

let page: string | undefined;
let seq = 0;

/** The next numbered report of this page load: by these two the proxy knows repeats, late ones and replaced pages. */
export const createPageReport = (): PageReport => {
  page ??= createUuid();
  seq += 1;
  return { page, seq };
};
