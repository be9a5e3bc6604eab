import type { Browser, Tab } from './engines/engine.ts';
import type { OutageProxy } from './outage-proxy.ts';
import { poll } from './poll.ts';

export const FIRST_ANSWER =
  'The price went up by a third in October, and only two of the nine of us ever opened the planner.';
const SECOND_ANSWER = 'Bookings that stay where I put them, and a price that fits a workshop of nine people.';

/** The start of each script that works inside the widget. */
const FIND_ROOT = `const root = document.querySelector('koji-interview')?.shadowRoot;`;

/** One respondent with a browser and an interview. */
export class LeavingRespondent {
  readonly browser: Browser;
  readonly outageProxy: OutageProxy;
  tab!: Tab;
  interviewId = '';
  /** Whether the page came back from the back/forward cache. */
  isFromCache = false;

  constructor(browser: Browser, outageProxy: OutageProxy) {
    this.browser = browser;
    this.outageProxy = outageProxy;
  }

  urlOf(path: string): string {
    return this.outageProxy.origin + path;
  }

  /** Starts an interview and gives the first answer. */
  async startInterview(path = '/page'): Promise<void> {
    this.tab = await this.browser.open(this.urlOf(path));
    const start = await poll(
      'the interview has started',
      () => this.tab.run<{ interviewId: string; resumed: boolean } | null>('return window.started ?? null'),
      started => started?.resumed === false,
    );
    this.interviewId = start!.interviewId;
    await this.#answer(FIRST_ANSWER, 1);
  }

  /**
   * Waits until the page has resumed the interview with its transcript, then gives another answer.
   */
  async continueInterview(): Promise<void> {
    await poll(
      'the transcript is back',
      () => this.#countQuestions(),
      questions => questions >= 2,
    );
    await this.#answer(SECOND_ANSWER, 2);
  }

  async completeInterview(): Promise<void> {
    await this.tab.run("document.querySelector('koji-interview').complete()");
  }

  async isTabHidden(): Promise<boolean> {
    return this.tab.run('return document.hidden');
  }

  #countQuestions = () =>
    this.tab.run<number>(`${FIND_ROOT} return root.querySelectorAll('[part=interviewer]').length`);

  /** @param questionsBefore how many questions the transcript has before the reply */
  async #answer(text: string, questionsBefore: number): Promise<void> {
    await this.tab.run(`${FIND_ROOT}
      const box = root.querySelector('textarea');
      box.value = ${JSON.stringify(text)};
      box.dispatchEvent(new Event('input', { bubbles: true }));`);
    await poll(
      'the reply to the answer',
      () =>
        this.tab.run<number>(`${FIND_ROOT}
          const send = root.querySelector('form button[type=submit]');
          if (send && root.querySelector('textarea').value && send.getAttribute('aria-disabled') !== 'true') send.click();
          return root.querySelectorAll('[part=interviewer]').length`),
      questions => questions > questionsBefore,
    );
  }
}
