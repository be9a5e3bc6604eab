import type { Interview } from '../../src/wire/koji-api.ts';
import type { Product } from '../support/product.ts';
import type { WebhookListener } from '../support/webhook-listener.ts';
import type { Browser, Engine } from './engines/engine.ts';
import { taggedEnvironment } from './engines/tagged-processes.ts';
import { startOutageProxy } from './outage-proxy.ts';
import { poll } from './poll.ts';
import { FIRST_ANSWER, LeavingRespondent } from './respondent.ts';
import type { Scenario } from './scenarios.ts';

/** Shared by all runs. */
export interface SharedSetup {
  product: Product;
  webhooks: WebhookListener;
  /** The bundled module that defines `<koji-interview>`. */
  elementScript: string;
  /** The product's leave grace, in milliseconds. */
  leaveGrace: number;
}

/** What a successful run observed. */
export interface RunResult {
  /** The browser's name and version. */
  version: string;
  /** Whether a report of the page leave came through before Koji had the completion. */
  isReported: boolean;
  isFromCache: boolean;
}

/** @param setupScript runs before everything else in the page */
const renderPage = (setupScript = '') => `<!doctype html><title>Shop</title>
  <script>${setupScript};
    document.addEventListener('koji-start', event => { window.started = event.detail });
    addEventListener('pageshow', event => { window.isFromCache = event.persisted });
  </script>
  <koji-interview proxy="/koji"></koji-interview>
  <script>window.interview = document.querySelector('koji-interview')</script>
  <script type="module" src="/element.js"></script>`;

/**
 * Plays a scenario once.
 *
 * @param tag marks the processes of this run
 * @throws Error if the interview did not end once, for the right reason, with everything that was
 *   said
 */
export async function runScenario(
  { product, webhooks, elementScript, leaveGrace }: SharedSetup,
  engine: Engine,
  scenario: Scenario,
  tag: string,
): Promise<RunResult> {
  const outageProxy = await startOutageProxy(product.origin, {
    '/page': renderPage(),
    '/no-beacons': renderPage('navigator.sendBeacon = () => true'),
    '/other-page': '<!doctype html><title>Other page</title><h1>Other page</h1>',
    '/element.js': elementScript,
    '/favicon.ico': '',
  });
  let browser: Browser | undefined;
  try {
    browser = await engine.launch(taggedEnvironment(tag));
    const respondent = new LeavingRespondent(browser, outageProxy);
    await respondent.startInterview(scenario.page);
    outageProxy.hasReceivedLeave = false;
    const leftAt = Date.now();
    await scenario.play(respondent);
    if (scenario.outcome === 'continues') {
      await respondent.continueInterview();
      await poll(
        'the leave grace is over',
        async () => Date.now() - leftAt,
        elapsed => elapsed > leaveGrace + 1000,
      );
      const { status } = await product.getInterview(respondent.interviewId);
      if (status !== 'active') throw new Error(`the interview was ${status} while the respondent was there`);
      await respondent.completeInterview();
    }
    const record = await poll(
      'Koji has the completion',
      () => product.getInterview(respondent.interviewId),
      ({ status }) => status === 'completed',
      60_000,
    );
    const isReported = scenario.outcome === 'ends' && outageProxy.hasReceivedLeave;
    checkRecord(record, scenario);
    await checkWebhooks(webhooks, respondent.interviewId);
    return { version: browser.version, isReported, isFromCache: respondent.isFromCache };
  } finally {
    await browser?.cleanUp();
    outageProxy.close();
  }
}

function checkRecord({ reason, stats, transcript }: Interview, { outcome }: Scenario): void {
  const expectedReason = outcome === 'ends' ? 'respondent_left' : 'manual';
  const expectedMessages = outcome === 'ends' ? 1 : 2;
  if (reason !== expectedReason) throw new Error(`completed as ${reason}`);
  if (stats.respondent_messages !== expectedMessages) {
    throw new Error(`${stats.respondent_messages} messages instead of ${expectedMessages}`);
  }
  if (!transcript.some(({ content }) => content === FIRST_ANSWER)) {
    throw new Error('the first answer is not in the transcript');
  }
}

/**
 * Waits for both webhooks, which may come in any order, and checks that the completion came once.
 */
async function checkWebhooks(webhooks: WebhookListener, interviewId: string): Promise<void> {
  const events = await poll(
    'both webhooks have arrived',
    async () => webhooks.eventsOf(interviewId),
    types => types.includes('interview.analysis_ready') && types.includes('interview.completed'),
    60_000,
  );
  const completions = events.filter(type => type === 'interview.completed').length;
  if (completions !== 1) throw new Error(`${completions} completion webhooks`);
}
