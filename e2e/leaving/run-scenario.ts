import type { Product } from '../support/product.ts';
import type { WebhookListener } from '../support/webhook-listener.ts';
import type { Browser, Engine } from './engines/engine.ts';
import { taggedEnvironment } from './engines/tagged-processes.ts';
import { startOutageProxy } from './outage-proxy.ts';
import { poll } from './poll.ts';
import { LeavingRespondent, WORDS } from './respondent.ts';
import type { Scenario } from './scenarios.ts';

/** What all runs share. */
export interface SharedSetup {
  product: Product;
  webhooks: WebhookListener;
  /** The door of the package for elements, bundled. */
  element: string;
  /** The product's, in milliseconds. */
  leaveGrace: number;
}

/** What a run showed besides that all was right. */
export interface RunResult {
  /** The browser's name and version. */
  version: string;
  /** Whether a report of the page came through after the leave, before Koji had the completion. */
  isReported: boolean;
  isFromCache: boolean;
}

const page = (first = '') => `<!doctype html><title>Shop</title>
  <script>${first};
    document.addEventListener('koji-start', event => { window.started = event.detail });
    addEventListener('pageshow', event => { window.isFromCache = event.persisted });
  </script>
  <koji-interview proxy="/koji"></koji-interview>
  <script>window.interview = document.querySelector('koji-interview')</script>
  <script type="module" src="/element.js"></script>`;

/** Plays a scenario once. Throws where anything is not as it must be. */
export async function runScenario(
  stage: SharedSetup,
  engine: Engine,
  scenario: Scenario,
  mark: string,
): Promise<RunResult> {
  const { product, webhooks, element, leaveGrace } = stage;
  const { ends } = scenario;
  const front = await startOutageProxy(product.origin, {
    '/page': page(),
    '/no-beacons': page('navigator.sendBeacon = () => true'),
    '/elsewhere': '<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>',
    '/element.js': element,
    '/favicon.ico': '',
  });
  let browser: Browser | undefined;
  try {
    browser = await engine.launch(taggedEnvironment(mark));
    const visit = new LeavingRespondent(browser, front);
    await visit.begin(scenario.page);
    front.hasReceivedLeave = false;
    const left = Date.now();
    await scenario.play(visit);
    let messages = 1;
    if (ends === 'stays') {
      await visit.goOn();
      messages = 2;
      await poll(
        'the grace is over',
        async () => Date.now() - left,
        passed => passed > leaveGrace + 1000,
      );
      const { status } = await product.getInterview(visit.id);
      if (status !== 'active') throw new Error(`it was ${status} while the respondent was there`);
      await visit.end();
    }
    const record = await poll(
      'Koji has the completion',
      () => product.getInterview(visit.id),
      ({ status }) => status === 'completed',
      60_000,
    );
    const isReported = ends === 'left' && front.hasReceivedLeave;
    const { reason, stats, transcript } = record;
    const due = ends === 'left' ? 'respondent_left' : 'manual';
    if (reason !== due) throw new Error(`completed as ${reason}`);
    if (stats.respondent_messages !== messages) throw new Error(`${stats.respondent_messages} messages of ${messages}`);
    if (!transcript.some(({ content }) => content === WORDS)) throw new Error('the words are not in the transcript');
    const completions = () => webhooks.eventsOf(visit.id).filter(type => type === 'interview.completed').length;
    await poll(
      'the team is told',
      async () => webhooks.eventsOf(visit.id),
      // Two messages, which may come in any order.
      events => events.includes('interview.analysis_ready') && events.includes('interview.completed'),
      60_000,
    );
    if (completions() !== 1) throw new Error(`${completions()} completions`);
    return { version: browser.version, isReported, isFromCache: visit.isFromCache };
  } finally {
    await browser?.cleanUp();
    front.close();
  }
}
