import { setTimeout as wait } from 'node:timers/promises';
import { poll } from './poll.ts';
import type { LeavingRespondent } from './respondent.ts';

export interface Scenario {
  name: string;
  /** `left`: Koji must record one completion, as `respondent_left`. `stays`: the same interview goes on, past the grace, until the page ends it. */
  ends: 'left' | 'stays';
  page?: string;
  /** One of the few that `npm test` plays as well. */
  isInQuickRun?: true;
  /** Whether it comes back by the browser's own button. */
  usesBackButton?: true;
  /** What happens after the first answer. */
  play(visit: LeavingRespondent): Promise<unknown>;
}

/** How long the network stays down after the tab has been closed, in milliseconds. */
const OUTAGE = 5000;

const hide = async (visit: LeavingRespondent) => {
  if (visit.tab.hide) await visit.tab.hide();
  else await visit.browser.open(visit.at('/elsewhere'));
  await poll('the tab is hidden', () => visit.isHidden(), Boolean);
};

export const SCENARIOS: Scenario[] = [
  { name: 'close tab', ends: 'left', isInQuickRun: true, play: ({ tab }) => tab.close() },
  {
    name: 'close a background tab',
    ends: 'left',
    async play(visit) {
      await hide(visit);
      await visit.tab.close();
    },
  },
  { name: 'navigate within the site', ends: 'stays', play: visit => visit.tab.goto(visit.at('/page?next')) },
  { name: 'navigate away', ends: 'left', isInQuickRun: true, play: visit => visit.tab.goto(visit.at('/elsewhere')) },
  { name: 'reload', ends: 'stays', isInQuickRun: true, play: ({ tab }) => tab.reload() },
  {
    name: 'back/forward return',
    ends: 'stays',
    usesBackButton: true,
    async play(visit) {
      await visit.tab.goto(visit.at('/elsewhere'));
      await visit.tab.back();
      await poll(
        'the page is back',
        () => visit.tab.run<string>('return location.pathname'),
        path => path === '/page',
      );
      visit.isFromCache = await visit.tab.run<boolean>('return window.isFromCache');
    },
  },
  {
    name: 'SPA unmount and remount',
    ends: 'stays',
    async play({ tab }) {
      await tab.run("document.querySelector('koji-interview').remove()");
      await tab.run('document.body.append(window.interview)');
    },
  },
  { name: 'renderer killed', ends: 'left', play: async ({ browser }) => browser.killRenderers() },
  { name: 'browser killed', ends: 'left', isInQuickRun: true, play: async ({ browser }) => browser.kill() },
  {
    name: 'network down at leaving, up later',
    ends: 'left',
    async play({ front, tab }) {
      front.down();
      await tab.close();
      // Longer than any browser goes on trying for a page that is gone.
      await wait(OUTAGE);
      front.up();
    },
  },
  { name: 'beacons blocked', ends: 'left', isInQuickRun: true, page: '/no-beacons', play: ({ tab }) => tab.close() },
  {
    name: 'hidden then killed',
    ends: 'left',
    async play(visit) {
      await hide(visit);
      visit.browser.kill();
    },
  },
];
