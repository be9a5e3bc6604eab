import { expect as base, type Locator, type Page } from 'playwright/test';
import type { ScriptedProxy } from '../../src/model/testing/scripted-proxy.ts';
import type { SampleTexts } from './sample-texts.ts';

/** On a busy machine things take their time. */
export const expect = base.configure({ timeout: 20_000 });

/** Somebody who visits a page in a world, in one language. */
export class Visitor {
  readonly page: Page;
  readonly texts: SampleTexts;
  readonly proxy: ScriptedProxy;
  readonly log: Locator;
  readonly box: Locator;
  readonly turns: Locator;

  constructor(page: Page, said: SampleTexts, proxy: ScriptedProxy) {
    this.page = page;
    this.texts = said;
    this.proxy = proxy;
    this.log = page.getByRole('log');
    this.box = page.getByRole('textbox', { name: said.texts.answer });
    this.turns = this.log.locator('[part=interviewer]');
  }

  button(name: keyof SampleTexts['texts'] & string): Locator {
    return this.page.getByRole('button', { name: this.texts.texts[name] as string, exact: true });
  }

  expectText(text: string): Promise<void> {
    return expect(this.page.getByText(text).first()).toBeVisible();
  }

  async open(): Promise<void> {
    await this.button('launcher').click();
  }

  /** Opens it and waits for the first question, with all that comes later. */
  async begin(): Promise<void> {
    await this.open();
    await expect(this.turns).toHaveCount(1);
    await this.waitForDeferredViews();
  }

  /** Waits until what comes after the first question is there: it brings a third sheet of style. */
  async waitForDeferredViews(): Promise<void> {
    const sheets = () =>
      document.querySelector('koji-interview-host, koji-inline')?.shadowRoot?.adoptedStyleSheets.length;
    await expect.poll(() => this.page.evaluate(sheets)).toBe(3);
  }

  async send(words?: string): Promise<void> {
    if (words !== undefined) await this.box.fill(words);
    await this.button('send').click();
  }

  /** Says something, and waits for the reply. */
  async say(words: string): Promise<void> {
    const turns = await this.turns.count();
    await this.send(words);
    await expect(this.turns).toHaveCount(turns + 1);
  }

  choose(role: 'radio' | 'checkbox', name: string): Promise<void> {
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

  /** As another tab does that goes on with the interview. */
  async takeOverInOtherTab(): Promise<void> {
    await this.page.evaluate(async () => {
      const { held = [] } = await navigator.locks.query();
      for (const { name = '' } of held)
        if (name.startsWith('koji:')) navigator.locks.request(name, { steal: true }, () => {});
    });
  }
}
