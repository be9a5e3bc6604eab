import { readUnsentReports, removeUnsentReport, type UnsentReports } from '../page/unsent-reports.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';

/**
 * Tells the proxy what an earlier page of this site could not. Each is a repeat where it did arrive after all, and is not
 * believed where the interview has been taken up again since. What finds no network now either is kept.
 */
export async function flushUnsentReports(client: ProxyClient, memory: UnsentReports): Promise<void> {
  for (const { ticket, ...report } of readUnsentReports(memory)) {
    try {
      await client.complete(ticket, report);
    } catch (error) {
      if (!(error instanceof InterviewError) || error.failure.recoverable) continue;
    }
    removeUnsentReport(memory, ticket);
  }
}
