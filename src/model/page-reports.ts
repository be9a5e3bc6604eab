import { computed, effect } from '@preact/signals';
import { sendExitBeacon } from '../page/exit-beacon.ts';
import { scheduleFetchLater } from '../page/fetch-later.ts';
import { watchPageLifecycle } from '../page/page-lifecycle.ts';
import { createPageReport } from '../page/report-sequence.ts';
import { addUnsentReport, removeUnsentReport, type UnsentReports } from '../page/unsent-reports.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { PageReport } from '../wire/proxy-contract.ts';
import type { Interview } from './interview-model.ts';

type Open = NonNullable<Interview['running']['value']>;

/** While the page is in sight the proxy hears of it this often, in milliseconds; its idle time is half an hour by default. */
const HEARTBEAT = 20_000;

/** Out of sight for longer than this is long, in milliseconds. */
const LONG = 60_000;

const leaving = ({ ticket, completing }: Open, report: PageReport) => ({
  ticket,
  reason: completing ?? 'respondent_left',
  ...report,
});

export interface PageReportSettings {
  proxyBase: string;
  client: ProxyClient;
  unsentReports: UnsentReports;
  /** The widget's element: a page may take it off without a word. */
  widgetElement: Pick<Element, 'isConnected'>;
}

/**
 * Tells the proxy what becomes of the page while an interview is open. The page only reports; whether somebody has left is
 * decided by the proxy, which waits a grace for a reload or the next page of the site.
 * What could not be told is kept for the next visit. Returns its undo.
 *
 * @param base the proxy's base path or address, for what is sent by beacon
 */
export function reportPageLifecycle(
  { proxyBase: given, client, unsentReports, widgetElement }: PageReportSettings,
  interview: Interview,
): () => void {
  const base = given.replace(/\/$/, '');
  const isOpen = computed(() => interview.running.value !== null);

  return effect(() => {
    if (!isOpen.value) return;
    let left: PageReport | null = null;
    let hiddenAt = Number.POSITIVE_INFINITY;
    let takeBack = () => {};
    /** Left with the browser anew after each report, since of two reports the later one is believed. */
    const leave = () => {
      takeBack();
      const open = interview.running.peek();
      if (open) takeBack = scheduleFetchLater(`${base}/complete`, leaving(open, createPageReport()));
    };
    const tellHidden = () => {
      const open = interview.running.value;
      if (open) sendExitBeacon(`${base}/heartbeat`, { ticket: open.ticket, state: 'hidden', ...createPageReport() });
    };
    const beat = () => {
      const open = interview.running.peek();
      // One that fails is nothing to speak of.
      if (open) client.heartbeat(open.ticket, { state: 'visible', ...createPageReport() }).catch(() => {});
      leave();
    };
    const unwatch = watchPageLifecycle(what => {
      const open = interview.running.value;
      if (!open) return;
      if (what === 'hidden') {
        hiddenAt = Date.now();
        tellHidden();
        leave();
      } else if (what === 'gone') {
        // Told at both events that come with it, under one number, which makes them one report.
        left ??= createPageReport();
        const report = leaving(open, left);
        if (!sendExitBeacon(`${base}/complete`, report)) addUnsentReport(unsentReports, report);
      } else {
        removeUnsentReport(unsentReports, open.ticket);
        // After a while out of sight the interview may have been ended meanwhile: better known before more is typed.
        if (left || Date.now() - hiddenAt > LONG) void interview.resume().then(leave);
        else beat();
        left = null;
        hiddenAt = Number.POSITIVE_INFINITY;
      }
    });
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && widgetElement.isConnected) beat();
    }, HEARTBEAT);
    // Taken up again, it is not left.
    removeUnsentReport(unsentReports, interview.running.peek()!.ticket);
    leave();
    // An end that found no network is told as soon as there is one, whether or not anybody presses the button.
    addEventListener('online', interview.retry);
    return () => {
      unwatch();
      removeEventListener('online', interview.retry);
      clearInterval(timer);
      takeBack();
      // A host that takes the widget down (another view of its app) has not ended the interview: it may come back.
      tellHidden();
    };
  });
}
