import { createReportRequest, type ExitReport } from './exit-report.ts';

declare const fetchLater: ((url: string, init: RequestInit) => unknown) | undefined;

/**
 * Asks the browser to send a report once this page is gone, even if its renderer is killed
 * (https://fetch.spec.whatwg.org/#dom-window-fetchlater). Does nothing in browsers without
 * `fetchLater`.
 *
 * @param url a full address
 * @returns cancels the request
 */
export function scheduleFetchLater(url: string, report: ExitReport): () => void {
  const controller = new AbortController();
  try {
    fetchLater?.(url, { ...createReportRequest(url, report), signal: controller.signal });
  } catch {
    // Not supported, an address that is not allowed, or the quota is used up.
  }
  return () => controller.abort();
}
