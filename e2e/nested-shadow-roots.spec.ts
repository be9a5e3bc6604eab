import { bundleApps } from './support/bundle-apps.ts';
import { expect, PLAIN_PAGE, test } from './support/host-page.ts';
import type { Product } from './support/product.ts';
import type { Respondent } from './support/respondent.ts';
import type { Site } from './support/site.ts';

/** Adds a page whose element is in a shadow root inside another one. Returns its address. */
async function addNestedPage({ origin }: Product, site: Site, mode: string): Promise<string> {
  const { element } = await bundleApps('element');
  site.addPage('/element.js', element);
  return site.addPage(
    '/nested',
    `${PLAIN_PAGE}<x-app></x-app><script>
      customElements.define('x-app', class extends HTMLElement {
        connectedCallback() {
          const { shadowRoot } = this.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'))
            .attachShadow({ mode: 'open' }).host;
          shadowRoot.innerHTML = '<input aria-label="Search"><button id="why">Tell us why</button>' +
            '<koji-interview proxy="${origin}/koji" mode="${mode}" trigger="manual"></koji-interview>';
          shadowRoot.querySelector('button').onclick = () => shadowRoot.querySelector('koji-interview').open();
        }
      });
    </script><script type="module" src="/element.js"></script>`,
  );
}

/** Answers questions; each time, the focus must be in the composer. */
async function expectFocusFollowsQuestions(respondent: Respondent): Promise<void> {
  for (let count = 0; count < 4; count++) {
    const field = respondent.page.locator('[part=composer]').locator(':is(input, li, textarea):focus');
    await expect(field).toHaveCount(1);
    await respondent.answer();
  }
}

test('inside another shadow root, the focus follows the questions of a popup and returns to its button', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.goto(await addNestedPage(product, site, 'popup'));
  await page.getByRole('button', { name: 'Tell us why' }).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await expectFocusFollowsQuestions(respondent);
  await page.keyboard.press('Escape');
  await expect(respondent.panel).toBeHidden();
  await expect(page.getByRole('button', { name: 'Tell us why' })).toBeFocused();
});

test('inside another shadow root, an inline interview moves the focus only for somebody who is in it', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.goto(await addNestedPage(product, site, 'inline'));
  await expect(respondent.answerBox).toBeVisible();
  await expect(respondent.answerBox).not.toBeFocused();
  await respondent.answerBox.click();
  await expectFocusFollowsQuestions(respondent);
  // A visitor who has gone to a field of the page keeps the focus there.
  await respondent.enterAnswer(await respondent.readOpenQuestion());
  const turns = await respondent.interviewerTurns.count();
  await page.route('**/koji/message', async route => {
    await page.getByLabel('Search').focus();
    await route.continue();
  });
  await respondent.sendButton.click();
  await respondent.waitForReply(turns);
  await expect(page.getByLabel('Search')).toBeFocused();
});
