import type { Reason } from '../interview/completion.ts';
import type { PageReport } from '../wire/proxy-contract.ts';
import type { StoredRecord } from './storage.ts';

/** A report of leaving that the page could not send. It is sent on the next visit. */
export interface UnsentReport extends PageReport {
  ticket: string;
  reason: Reason;
}

/** A report as it is stored, in milliseconds of this browser's clock. */
export interface StoredReport extends UnsentReport {
  expiresAt: number;
}

/** Unsent reports, oldest first. Only the last report of each interview is stored. */
export type UnsentReports = StoredRecord<StoredReport[]>;

/**
 * How long a report is kept, in milliseconds: the proxy's idle time by default. By then the lease has
 * completed the interview with the same reason, and the report could change nothing.
 */
export const REPORT_LIFETIME = 1_800_000;

/** After a clock was set back, a report would seem to be good for longer than that. */
const isUsable = (report: StoredReport | null, now: number): report is StoredReport =>
  !!report?.ticket && report.expiresAt > now && report.expiresAt <= now + REPORT_LIFETIME;

/** Returns the reports that can still be of use, and forgets the others. */
export function readUnsentReports(storage: UnsentReports): UnsentReport[] {
  const stored = storage.read() ?? [];
  const usable = stored.filter(report => isUsable(report, Date.now()));
  if (usable.length < stored.length) replaceReports(storage, usable);
  return usable.map(({ expiresAt: _, ...report }) => report);
}

/** @param lifetime how long the interview can still run, in milliseconds, where that is known */
export function addUnsentReport(storage: UnsentReports, report: UnsentReport, lifetime = REPORT_LIFETIME): void {
  const expiresAt = Date.now() + Math.min(lifetime, REPORT_LIFETIME);
  storage.write([...getReportsOfOthers(storage, report.ticket), { ...report, expiresAt }]);
}

/** Removes the report of an interview, because it has been sent or the interview goes on. */
export function removeUnsentReport(storage: UnsentReports, ticket: string): void {
  if (storage.read()) replaceReports(storage, getReportsOfOthers(storage, ticket));
}

function replaceReports(storage: UnsentReports, reports: StoredReport[]): void {
  if (reports.length > 0) storage.write(reports);
  else storage.clear();
}

const getReportsOfOthers = (storage: UnsentReports, ticket: string): StoredReport[] =>
  (storage.read() ?? []).filter(report => report?.ticket !== ticket);
