import type { Page } from 'playwright/test';
import { DEFERRED_CHUNK, delayRequests } from './support/delay-requests.ts';
import { expect, expectEndedByRespondent, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';

/** Opens from code, as a button in the page's modal does. */
const OPEN = '<button type="button" id="ask" onclick="Koji.open()">Give feedback</button>';

/** A modal dialog of the platform. */
const NATIVE = `<dialog aria-label="Settings" id="settings"><input aria-label="Name">${OPEN}</dialog>
  <script>settings.showModal()</script>`;

/** A modal dialog of the platform, in a custom element. */
const NATIVE_IN_ELEMENT = `<x-dialog></x-dialog><script>
  customElements.define('x-dialog', class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'open' });
      root.innerHTML = ${JSON.stringify(`<dialog aria-label="Settings"><input aria-label="Name">${OPEN}</dialog>`)};
      root.querySelector('dialog').showModal();
      window.closeModal = () => root.querySelector('dialog').close();
    }
  });
</script>`;

/** The markup of a modal that a library draws. */
const MODAL = `<div id="settings" role="dialog" aria-modal="true" aria-label="Settings">
  <input aria-label="Name">${OPEN}</div>`;

/** A library's script: marks everything beside its modal, also what comes later. */
const markOthers = (mark: string) => `
  const markOthers = () => {
    for (const other of document.body.children)
      if (other.id !== 'settings' && other.localName !== 'script') other.setAttribute(${mark});
  };
  addEventListener('load', () => setTimeout(markOthers, 50));
  window.closeModal = () => {
    settings.remove();
    for (const other of document.body.children) for (const name of ['inert', 'aria-hidden']) other.removeAttribute(name);
    window.stopTrap?.();
  };
  settings.querySelector('input').focus();`;

/** As React Aria does. */
const INERT = `${MODAL}<script>${markOthers("'inert', ''")}</script>`;

/** As Radix does: the focus may neither leave nor arrive, and the wheel scrolls nothing else. */
const RADIX = `${MODAL}<script>${markOthers("'aria-hidden', 'true'")}
  let last = settings.querySelector('input');
  const onFocusIn = ({ target }) => { settings.contains(target) ? last = target : last.focus() };
  const onFocusOut = ({ relatedTarget }) => {
    if (relatedTarget && !settings.contains(relatedTarget)) last.focus();
  };
  const onWheel = event => { if (!settings.contains(event.target)) event.preventDefault() };
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('focusout', onFocusOut);
  document.addEventListener('wheel', onWheel, { passive: false });
  document.body.style.pointerEvents = 'none';
  settings.style.pointerEvents = 'auto';
  window.stopTrap = () => {
    document.removeEventListener('focusin', onFocusIn);
    document.removeEventListener('focusout', onFocusOut);
    document.removeEventListener('wheel', onWheel);
    document.body.style.pointerEvents = '';
  };
</script>`;

/** As the package focus-trap does: capturing listeners that stop focus, presses and Tab. */
const FOCUS_TRAP = `${MODAL}<script>${markOthers("'data-behind', ''")}
  const first = settings.querySelector('input');
  const isInside = event => settings.contains(event.composedPath()[0]);
  const listeners = {
    focusin(event) { if (!isInside(event)) { event.stopImmediatePropagation(); first.focus() } },
    mousedown(event) { if (!isInside(event)) event.preventDefault() },
    click(event) { if (!isInside(event)) { event.preventDefault(); event.stopImmediatePropagation() } },
    keydown(event) {
      if (event.key === 'Tab' && !isInside(event)) { event.preventDefault(); first.focus() }
      if (event.key === 'Escape') closeModal();
    },
  };
  for (const [type, listener] of Object.entries(listeners)) document.addEventListener(type, listener, true);
  window.stopTrap = () => {
    for (const [type, listener] of Object.entries(listeners)) document.removeEventListener(type, listener, true);
  };
</script>`;

const closeModal = (page: Page) =>
  page.evaluate(() => {
    const { closeModal, settings } = window as unknown as { closeModal?(): void; settings: HTMLDialogElement };
    if (closeModal) closeModal();
    else settings.close();
  });

const LINK = '<a href="#elsewhere" style="position:fixed;bottom:0;left:0">A link of the page</a>';

for (const [name, modal] of Object.entries({
  'a modal dialog': NATIVE,
  'a modal dialog in a shadow root': NATIVE_IN_ELEMENT,
  'a library’s modal that makes the rest inert': INERT,
  'a library’s modal that keeps the focus and hides the rest': RADIX,
}))
  test(`an interview opened from ${name} lies above it and can be used`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await page.goto(site.addPage('/modal', PLAIN_PAGE + LINK + modal + scriptTag(product, 'data-trigger="manual"')));
    await expect.poll(() => page.evaluate(() => 'Koji' in window)).toBe(true);
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 150)));
    const name = page.getByLabel('Name');
    await page.getByRole('button', { name: 'Give feedback' }).click();
    await expect(respondent.answerBox).toBeFocused();
    await page.keyboard.type('It began well');
    await respondent.sendButton.click();
    await respondent.waitForReply(1);
    await expect(respondent.log).toBeVisible();

    // Escape closes the interview, not the modal behind it, which is as it was.
    await page.keyboard.press('Escape');
    await expect(respondent.panel).toBeHidden();
    await expect(name).toBeVisible();
    await name.click();
    await page.keyboard.type('Ines');
    await expect(name).toHaveValue('Ines');

    // The page gets everything back once its modal is gone.
    await page.getByRole('button', { name: 'Give feedback' }).click();
    await expect(respondent.endButton).toBeVisible();
    const field = page.locator('[part=composer]').locator('input, li, textarea').first();
    await expect(field).toBeFocused();
    await closeModal(page);
    await expect(respondent.panel).toBeVisible();
    const link = page.getByRole('link', { name: 'A link of the page' });
    // No event says that a dialog in a shadow root has closed. A press beside the panel looks for it.
    if (modal === NATIVE_IN_ELEMENT) await link.click({ force: true });
    await expect(page.locator('[part=panel]:modal')).toHaveCount(0);
    await link.click();
    await expect(page).toHaveURL(/#elsewhere$/);
    await respondent.endInterview();
    await expectEndedByRespondent(respondent, product);
    expect(respondent.eventsNamed('error')).toEqual([]);
  });

test('an interview with consent, opened from a modal dialog, can be agreed to and used', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const koji = scriptTag(product, 'data-trigger="manual" data-consent');
  await page.goto(site.addPage('/modal-consent', PLAIN_PAGE + NATIVE + koji));
  await page.getByRole('button', { name: 'Give feedback' }).click();
  await page.getByRole('button', { name: 'Agree and start' }).click();
  await expect(respondent.answerBox).toBeFocused();
});

test('a focus trap keeps neither the focus nor Tab nor Escape from an interview', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const koji = scriptTag(product, 'data-trigger="manual"');
  await page.goto(site.addPage('/focus-trap', PLAIN_PAGE + FOCUS_TRAP + koji));
  await page.getByRole('button', { name: 'Give feedback' }).click();
  await expect(respondent.answerBox).toBeFocused();
  await page.keyboard.type('Half a thought');
  await page.keyboard.press('Tab');
  await expect(respondent.sendButton).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(respondent.panel).toBeHidden();
  await expect(page.getByLabel('Name')).toBeVisible();
  await page.getByRole('button', { name: 'Give feedback' }).click();
  await expect(respondent.answerBox).toHaveValue('Half a thought');
});

test('an open conversation keeps its text and its place when a modal takes the focus and the visitor comes back', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const later = RADIX.replace('<script>', '<script>window.openModal = () => {').replace(/<\/script>$/, '}</script>');
  await page.goto(site.addPage('/later', PLAIN_PAGE + later.replace('<div', '<div hidden') + scriptTag(product)));
  await respondent.launcher.click();
  await respondent.answerBox.fill('Half a thought');
  await expect(respondent.endButton).toBeVisible();
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('#settings')!.hidden = false;
    (window as unknown as { openModal(): void }).openModal();
  });
  await expect(page.getByLabel('Name')).toBeFocused();
  const box = await respondent.answerBox.elementHandle();
  await respondent.answerBox.click();
  await expect(respondent.answerBox).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(', the other half');
  await expect(respondent.answerBox).toHaveValue('Half a thought, the other half');
  // The same element: nothing was moved or drawn again.
  expect(await box!.evaluate(element => element.isConnected)).toBe(true);
});

test('a conversation that nobody asked for stays behind a modal dialog', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const koji = scriptTag(product, 'data-trigger="delay:1s"');
  await page.goto(site.addPage('/modal-delay', PLAIN_PAGE + NATIVE + koji));
  await page.getByLabel('Name').focus();
  await expect.poll(() => respondent.eventsNamed('open').length).toBe(1);
  await expect(page.locator('[part=panel]')).toBeVisible();
  await expect(page.locator('[part=panel]:modal')).toHaveCount(0);
  await expect(page.getByLabel('Name')).toBeFocused();
});

test('the panel is modal before its code for modals is there', async ({ page, product, respondent, site }) => {
  const release = await delayRequests(page, DEFERRED_CHUNK);
  await page.goto(site.addPage('/modal', PLAIN_PAGE + NATIVE + scriptTag(product, 'data-trigger="manual"')));
  await page.getByRole('button', { name: 'Give feedback' }).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  release();
  await expect(respondent.answerBox).toBeFocused();
});

test.describe('an interview that cannot be shown', () => {
  test.use({ ignoredConsoleMessages: /koji-embed: the page keeps the open conversation from being used/ });

  test('reports "blocked", and leaves the page usable', async ({ page, product, respondent, site }) => {
    const koji = scriptTag(product, 'data-trigger="manual"');
    await page.goto(site.addPage('/not-displayed', PLAIN_PAGE + LINK + koji));
    await page.evaluate(() => {
      const box = document.createElement('div');
      box.style.display = 'none';
      document.body.append(box);
      box.append(document.querySelector('koji-interview-host')!);
    });
    await respondent.callKoji('open');
    await expect
      .poll(() => respondent.eventsNamed('error').map(({ detail }) => detail))
      .toEqual([expect.objectContaining({ code: 'blocked', recoverable: false })]);
    await page.getByRole('link', { name: 'A link of the page' }).click();
    await expect(page).toHaveURL(/#elsewhere$/);
  });
});
