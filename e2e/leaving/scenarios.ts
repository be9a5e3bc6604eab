import { setTimeout as wait } from 'node:timers/promises';
import { poll } from './poll.ts';
import type { LeavingRespondent } from './respondent.ts';

/** One way to leave a page, after the first answer. */
export interface Scenario {
  name: string;
  /**
   * `ends`: Koji has to record one completion, as `respondent_left`. `continues`: the same
   * interview goes on past the leave grace, until the page completes it.
   */
  outcome: 'ends' | 'continues';
  /** The path of the page. Default: `/page`. */
  page?: string;
  /** Whether `npm test` plays it too. */
  isInQuickRun?: true;
  /** Whether the respondent returns with the browser's back button. */
  usesBackButton?: true;
  /** Leaves the page and, if the interview continues, returns to it. */
  play(respondent: LeavingRespondent): Promise<unknown>;
}

/** How long the network stays down after the tab is closed, in milliseconds. */
const OUTAGE = 5000;

async function hideTab(respondent: LeavingRespondent): Promise<void> {
  if (respondent.tab.hide) await respondent.tab.hide();
  else await respondent.browser.open(respondent.urlOf('/other-page'));
  await poll('the tab is hidden', () => respondent.isTabHidden(), Boolean);
}

export const SCENARIOS: Scenario[] = [
  { name: 'close tab', outcome: 'ends', isInQuickRun: true, play: ({ tab }) => tab.close() },
  {
    name: 'close a background tab',
    outcome: 'ends',
    async play(respondent) {
      await hideTab(respondent);
      await respondent.tab.close();
    },
  },
  {
    name: 'navigate within the site',
    outcome: 'continues',
    play: respondent => respondent.tab.goto(respondent.urlOf('/page?next')),
  },
  {
    name: 'navigate away',
    outcome: 'ends',
    isInQuickRun: true,
    play: respondent => respondent.tab.goto(respondent.urlOf('/other-page')),
  },
  { name: 'reload', outcome: 'continues', isInQuickRun: true, play: ({ tab }) => tab.reload() },
  {
    name: 'back/forward return',
    outcome: 'continues',
    usesBackButton: true,
    async play(respondent) {
      await respondent.tab.goto(respondent.urlOf('/other-page'));
      await respondent.tab.back();
      await poll(
        'the page is back',
        () => respondent.tab.run<string>('return location.pathname'),
        path => path === '/page',
      );
      respondent.isFromCache = await respondent.tab.run<boolean>('return window.isFromCache');
    },
  },
  {
    name: 'SPA unmount and remount',
    outcome: 'continues',
    async play({ tab }) {
      await tab.run("document.querySelector('koji-interview').remove()");
      await tab.run('document.body.append(window.interview)');
    },
  },
  { name: 'renderer killed', outcome: 'ends', play: async ({ browser }) => browser.killRenderers() },
  { name: 'browser killed', outcome: 'ends', isInQuickRun: true, play: async ({ browser }) => browser.kill() },
  {
    name: 'network down while leaving, up later',
    outcome: 'ends',
    async play({ outageProxy, tab }) {
      outageProxy.disconnect();
      await tab.close();
      // Longer than any browser retries for a closed page.
      await wait(OUTAGE);
      outageProxy.reconnect();
    },
  },
  { name: 'beacons blocked', outcome: 'ends', isInQuickRun: true, page: '/no-beacons', play: ({ tab }) => tab.close() },
  {
    name: 'hidden, then browser killed',
    outcome: 'ends',
    async play(respondent) {
      await hideTab(respondent);
      respondent.browser.kill();
    },
  },
];
