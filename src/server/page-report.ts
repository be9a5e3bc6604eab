import type { PageReport } from '../wire/proxy-contract.ts';

/** The report in a body, if it has one. The schemas refuse half a report. */
export const getPageReport = ({ page, seq }: Partial<PageReport>): PageReport | undefined =>
  page === undefined || seq === undefined ? undefined : { page, seq };
