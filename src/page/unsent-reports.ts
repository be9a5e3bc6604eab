import type { Reason } from '../interview/completion.ts';
import type { PageReport } from '../wire/proxy-contract.ts';
import type { StoredRecord } from './storage.ts';

/** A report of an end that its page could not get out: it is told at the next visit. */
export interface UnsentReport extends PageReport {
  ticket: string;
  reason: Reason;
}

/** Reports that wait for the next visit; one an interview, the last. */
export type UnsentReports = StoredRecord<UnsentReport[]>;

/** What is kept, oldest first. */
export const readUnsentReports = (memory: UnsentReports): UnsentReport[] => {
  const kept: unknown = memory.read();
  // With `persist: visitor` the interview itself goes by the same name, and a site may have changed its mind.
  return Array.isArray(kept) ? kept : [];
};

const ofOthers = (memory: UnsentReports, ticket: string) =>
  readUnsentReports(memory).filter(report => report.ticket !== ticket);

const put = (memory: UnsentReports, reports: UnsentReport[]) =>
  reports.length > 0 ? memory.write(reports) : memory.clear();

export const addUnsentReport = (memory: UnsentReports, report: UnsentReport) =>
  put(memory, [...ofOthers(memory, report.ticket), report]);

/** Takes back what was kept of an interview: it has been told, or goes on. */
export const removeUnsentReport = (memory: UnsentReports, ticket: string) => {
  if (readUnsentReports(memory).length > 0) put(memory, ofOthers(memory, ticket));
};
