import { computed, effect } from '@preact/signals';
import { sendExitBeacon } from '../page/exit-beacon.ts';
import { scheduleFetchLater } from '../page/fetch-later.ts';
import { type PageEvent, watchPageLifecycle } from '../page/page-lifecycle.ts';
import { createPageReport } from '../page/report-sequence.ts';
import { addUnsentReport, removeUnsentReport, type UnsentReport, type UnsentReports } from '../page/unsent-reports.ts';
import { watchWake } from '../page/wake.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { PageReport } from '../wire/proxy-contract.ts';
import { getRouteUrl } from '../wire/route-url.ts';
import type { Interview, RunningInterview } from './interview.ts';

/**
 * Time between two heartbeats of a visible page, in milliseconds. The proxy's idle time is 30
 * minutes by default.
 */
const HEARTBEAT_INTERVAL = 20_000;

/**
 * After this time out of sight, in milliseconds, the page asks the proxy whether the interview is
 * still open.
 */
const LONG_ABSENCE = 60_000;

export interface PageReportSettings {
  /**
   * The proxy's base path or address, such as `/koji`. Reports by beacon are sent to it directly.
   */
  proxyBase: string;
  client: ProxyClient;
  unsentReports: UnsentReports;
  /** Whether a report of leaving that cannot be sent is stored for the next visit. */
  keepsUnsentReports: boolean;
  /** No heartbeats are sent while this element is not in the document. */
  widgetElement: Pick<Element, 'isConnected'>;
}

/**
 * Reports to the proxy while an interview is open: that the page is visible, hidden, or left. The
 * page only reports. The proxy decides whether the respondent has left; it waits for a reload or
 * for the next page of the site. A report of leaving that cannot be sent is stored for the next
 * visit.
 *
 * @returns stops reporting
 */
export function reportPageLifecycle(settings: PageReportSettings, interview: Interview): () => void {
  const isRunning = computed(() => interview.running.value !== null);
  return effect(() => (isRunning.value ? startReporting(settings, interview) : undefined));
}

/** Reports until the returned function is called. */
function startReporting(
  { proxyBase, client, unsentReports, keepsUnsentReports, widgetElement }: PageReportSettings,
  interview: Interview,
): () => void {
  const completeUrl = getRouteUrl(proxyBase, 'complete');
  const heartbeatUrl = getRouteUrl(proxyBase, 'heartbeat');
  let leaveReport: PageReport | null = null;
  /** When the page was hidden, by both clocks: one can be set, the other may stop during sleep. */
  let hiddenAt: { wall: number; steady: number } | null = null;
  /** The interview may have ended, or its time gone on, without this page. */
  let isOutOfDate = false;
  let cancelFetchLater = () => {};

  /** Repeated after each report, because the proxy believes the report with the highest number. */
  function scheduleLeaveReport(): void {
    cancelFetchLater();
    const running = interview.running.peek();
    if (running) {
      cancelFetchLater = scheduleFetchLater(completeUrl, createLeaveReport(running, createPageReport()));
    }
  }

  function reportHidden(): void {
    const running = interview.running.peek();
    if (running) {
      sendExitBeacon(heartbeatUrl, { ticket: running.ticket, state: 'hidden', ...createPageReport() });
    }
  }

  function reportVisible(): void {
    const running = interview.running.peek();
    if (running) {
      // A heartbeat that fails is not repeated: the next one is due soon.
      client.heartbeat(running.ticket, { state: 'visible', ...createPageReport() }).catch(() => {});
    }
    scheduleLeaveReport();
  }

  function onHidden(): void {
    hiddenAt = { wall: Date.now(), steady: performance.now() };
    reportHidden();
    scheduleLeaveReport();
  }

  function onGone(running: RunningInterview): void {
    // Both events of a page that is left report the same number, so that the proxy takes them as
    // one report.
    leaveReport ??= createPageReport();
    const report = createLeaveReport(running, leaveReport);
    if (sendExitBeacon(completeUrl, report) || !keepsUnsentReports) return;
    const deadline = interview.deadline.peek();
    addUnsentReport(unsentReports, report, deadline === null ? undefined : deadline - performance.now());
  }

  async function askProxy(): Promise<void> {
    isOutOfDate = !(await interview.resume());
    scheduleLeaveReport();
  }

  function hasBeenAwayLong(): boolean {
    if (!hiddenAt) return false;
    return Math.max(Date.now() - hiddenAt.wall, performance.now() - hiddenAt.steady) > LONG_ABSENCE;
  }

  function onBack({ ticket }: RunningInterview): void {
    removeUnsentReport(unsentReports, ticket);
    // The interview may have ended meanwhile. The respondent should learn that before typing more.
    if (leaveReport || isOutOfDate || hasBeenAwayLong()) void askProxy();
    else reportVisible();
    leaveReport = null;
    hiddenAt = null;
  }

  const stopWatching = watchPageLifecycle((event: PageEvent) => {
    const running = interview.running.peek();
    if (!running) return;
    if (event === 'hidden') onHidden();
    else if (event === 'gone') onGone(running);
    else onBack(running);
  });
  // A hidden page asks when it is visible again: asking would tell the proxy that it is.
  const stopWatchingWake = watchWake(() => {
    isOutOfDate = true;
    if (document.visibilityState === 'visible') void askProxy();
  });
  const timer = setInterval(() => {
    if (document.visibilityState !== 'visible' || !widgetElement.isConnected) return;
    if (isOutOfDate) void askProxy();
    else reportVisible();
  }, HEARTBEAT_INTERVAL);
  // A resumed interview has not been left.
  removeUnsentReport(unsentReports, interview.running.peek()!.ticket);
  scheduleLeaveReport();
  // A completion that failed while offline is repeated as soon as the browser is online.
  addEventListener('online', interview.retry);

  return () => {
    stopWatching();
    stopWatchingWake();
    removeEventListener('online', interview.retry);
    clearInterval(timer);
    cancelFetchLater();
    // A host that unmounts the widget, such as a router, has not ended the interview. It may mount
    // it again.
    reportHidden();
  };
}

const createLeaveReport = ({ ticket, completionReason }: RunningInterview, report: PageReport): UnsentReport => ({
  ticket,
  reason: completionReason ?? 'respondent_left',
  ...report,
});
