import { readUnsentReports, removeUnsentReport, type UnsentReports } from '../page/unsent-reports.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';

/**
 * Sends the reports that earlier pages of this site could not send. The proxy ignores a report that
 * it has already received, and one that is older than a resume. A report stays stored when it fails
 * and a later try can succeed.
 */
export async function flushUnsentReports(client: ProxyClient, storage: UnsentReports): Promise<void> {
  for (const { ticket, ...report } of readUnsentReports(storage)) {
    try {
      await client.complete(ticket, report);
    } catch (error) {
      if (!(error instanceof InterviewError) || error.failure.recoverable) continue;
    }
    removeUnsentReport(storage, ticket);
  }
}
