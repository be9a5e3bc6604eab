import { expect as base, type Locator, type Page } from 'playwright/test';
import type { ScriptedProxy } from '../../src/model/testing/scripted-proxy.ts';
import type { SampleTexts } from './sample-texts.ts';

/** Waits longer than in other tests, for busy machines. */
export const expect = base.configure({ timeout: 20_000 });

/** Drives the widget to a gallery state, in one language. */
export class Visitor {
  readonly page: Page;
  readonly sample: SampleTexts;
  /** The widget's own texts. */
  readonly widgetTexts: SampleTexts['widgetTexts'];
  readonly proxy: ScriptedProxy;
  readonly log: Locator;
  readonly answerBox: Locator;
  readonly interviewerTurns: Locator;

  constructor(page: Page, sample: SampleTexts, proxy: ScriptedProxy) {
    this.page = page;
    this.sample = sample;
    this.widgetTexts = sample.widgetTexts;
    this.proxy = proxy;
    this.log = page.getByRole('log');
    this.answerBox = page.getByRole('textbox', { name: sample.widgetTexts.answer });
    this.interviewerTurns = this.log.locator('[part=interviewer]');
  }

  /** Locates a button by the name of its text in `widgetTexts`. */
  button(name: keyof SampleTexts['widgetTexts'] & string): Locator {
    return this.page.getByRole('button', { name: this.widgetTexts[name] as string, exact: true });
  }

  expectText(text: string): Promise<void> {
    return expect(this.page.getByText(text).first()).toBeVisible();
  }

  async clickLauncher(): Promise<void> {
    await this.button('launcher').click();
  }

  /** Opens the widget and waits for the first question and the deferred views. */
  async startInterview(): Promise<void> {
    await this.clickLauncher();
    await expect(this.interviewerTurns).toHaveCount(1);
    await this.waitForDeferredViews();
  }

  /**
   * Waits until the deferred chunk has loaded, which adds the last style sheet: the third, and the
   * fourth of an inline interview.
   */
  async waitForDeferredViews(): Promise<void> {
    const countMissingSheets = () => {
      const host = document.querySelector('koji-interview-host, koji-inline');
      return (host?.localName === 'koji-inline' ? 4 : 3) - (host?.shadowRoot?.adoptedStyleSheets.length ?? 0);
    };
    await expect.poll(() => this.page.evaluate(countMissingSheets)).toBe(0);
  }

  /** Presses "Send", with this text in the box or with the present answer. */
  async send(text?: string): Promise<void> {
    if (text !== undefined) await this.answerBox.fill(text);
    await this.button('send').click();
  }

  /** Sends a text and waits for the reply. */
  async sendAndWait(text: string): Promise<void> {
    const turns = await this.interviewerTurns.count();
    await this.send(text);
    await expect(this.interviewerTurns).toHaveCount(turns + 1);
  }

  /** Selects an option. */
  check(role: 'radio' | 'checkbox', name: string): Promise<void> {
    return this.page.getByRole(role, { name, exact: true }).check({ force: true });
  }

  async endEarly(): Promise<void> {
    await this.button('endInterview').click();
    await this.button('endNow').click();
    await this.waitForThanks();
  }

  async waitForThanks(): Promise<void> {
    await expect(this.button('lovedIt')).toBeVisible();
  }

  /** Takes the interview's lock, as another tab does when it takes over. */
  async takeOverInOtherTab(): Promise<void> {
    await this.page.evaluate(async () => {
      const { held = [] } = await navigator.locks.query();
      for (const { name = '' } of held)
        if (name.startsWith('koji:')) navigator.locks.request(name, { steal: true }, () => {});
    });
  }
}
