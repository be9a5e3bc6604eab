import type { Browser, Tab } from './engines/engine.ts';
import type { OutageProxy } from './outage-proxy.ts';
import { poll } from './poll.ts';

export const WORDS = 'The price went up by a third in October, and only two of the nine of us ever opened the planner.';
const MORE = 'Bookings that stay where I put them, and a price that fits a workshop of nine people.';

const ROOT = `const root = document.querySelector('koji-interview')?.shadowRoot;`;

/** One respondent in one browser, and the interview they are in. */
export class LeavingRespondent {
  readonly browser: Browser;
  readonly front: OutageProxy;
  tab!: Tab;
  id = '';
  /** Whether the page that was come back to was the one left, from the back/forward cache. */
  isFromCache = false;

  constructor(browser: Browser, front: OutageProxy) {
    this.browser = browser;
    this.front = front;
  }

  at(path: string): string {
    return this.front.origin + path;
  }

  /** Begins an interview and says something. */
  async begin(path = '/page'): Promise<void> {
    this.tab = await this.browser.open(this.at(path));
    this.id = await this.#started(false);
    await this.#say(WORDS, 1);
  }

  /** Waits until the page has taken the interview up again, with what had been said, then goes on with it. */
  async goOn(): Promise<void> {
    await poll(
      'the transcript is back',
      () => this.#turns(),
      turns => turns >= 2,
    );
    await this.#say(MORE, 2);
  }

  /** Waits until the tab has been told that it is out of sight. */
  async isHidden(): Promise<boolean> {
    return this.tab.run('return document.hidden');
  }

  async #started(resumed: boolean): Promise<string> {
    const start = await poll(
      'the interview has started',
      () => this.tab.run<{ interviewId: string; resumed: boolean } | null>('return window.started ?? null'),
      started => started?.resumed === resumed,
    );
    return start!.interviewId;
  }

  #turns = () => this.tab.run<number>(`${ROOT} return root.querySelectorAll('[part=interviewer]').length`);

  async #say(words: string, messages: number): Promise<void> {
    await this.tab.run(`${ROOT}
      const box = root.querySelector('textarea');
      box.value = ${JSON.stringify(words)};
      box.dispatchEvent(new Event('input', { bubbles: true }));`);
    await poll(
      'the answer is sent',
      () =>
        this.tab.run<number>(`${ROOT}
          const send = root.querySelector('form button[type=submit]');
          if (send && root.querySelector('textarea').value && send.getAttribute('aria-disabled') !== 'true') send.click();
          return root.querySelectorAll('[part=interviewer]').length`),
      turns => turns > messages,
    );
  }

  end = () => this.tab.run("document.querySelector('koji-interview').complete()");
}
