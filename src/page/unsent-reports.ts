import type { Reason } from '../interview/completion.ts';
import type { PageReport } from '../wire/proxy-contract.ts';
import type { StoredRecord } from './storage.ts';

/** A report of leaving that the page could not send. It is sent on the next visit. */
export interface UnsentReport extends PageReport {
  ticket: string;
  reason: Reason;
}

/** Unsent reports, oldest first. Only the last report of each interview is stored. */
export type UnsentReports = StoredRecord<UnsentReport[]>;

export function readUnsentReports(storage: UnsentReports): UnsentReport[] {
  const value: unknown = storage.read();
  // With `persist: visitor` the interview itself is stored under this name, and a site may change
  // that option.
  return Array.isArray(value) ? value : [];
}

export function addUnsentReport(storage: UnsentReports, report: UnsentReport): void {
  storage.write([...getReportsOfOthers(storage, report.ticket), report]);
}

/** Removes the report of an interview, because it has been sent or the interview goes on. */
export function removeUnsentReport(storage: UnsentReports, ticket: string): void {
  if (readUnsentReports(storage).length === 0) return;
  const rest = getReportsOfOthers(storage, ticket);
  if (rest.length > 0) storage.write(rest);
  else storage.clear();
}

const getReportsOfOthers = (storage: UnsentReports, ticket: string): UnsentReport[] =>
  readUnsentReports(storage).filter(report => report.ticket !== ticket);
