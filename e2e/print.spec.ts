import { bundleApps } from './support/bundle-apps.ts';
import { expect, PLAIN_PAGE, readHostPage, scriptTag, test } from './support/host-page.ts';

const RULES = '<style>* { display: block !important; visibility: visible !important }</style>';

for (const mode of ['popup', 'drawer', 'fullscreen', 'inline'])
  test(`nothing of a ${mode} interview is printed, and it is as before after printing`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const koji = scriptTag(product, `data-mode="${mode}"`);
    await page.goto(site.addPage('/print', PLAIN_PAGE + RULES + koji));
    if (mode !== 'inline') {
      await expect(respondent.launcher).toBeVisible();
      await page.emulateMedia({ media: 'print' });
      await expect(respondent.launcher).toBeHidden();
      await page.emulateMedia({ media: 'screen' });
      await respondent.launcher.click();
    }
    await respondent.answerBox.fill('Half a thought');
    await page.emulateMedia({ media: 'print' });
    await expect(respondent.answerBox).toBeHidden();
    expect(await page.locator('[part=panel]').evaluate(panel => panel.getClientRects().length)).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await expect(respondent.answerBox).toBeVisible();
    await expect(respondent.answerBox).toHaveValue('Half a thought');
  });

test('a panel in the top layer is not printed', async ({ page, product, respondent, site }) => {
  await page.goto(site.addPage('/print-top-layer', readHostPage('transformed-body', scriptTag(product))));
  await respondent.launcher.click();
  await expect(page.locator('[part=panel]:popover-open')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('[part=panel]').evaluate(panel => panel.getClientRects().length)).toBe(0);
});

test('an element of the page is not printed, whatever the page says about it', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const { element } = await bundleApps('element');
  site.addPage('/element.js', element);
  const markup = `${RULES}<koji-interview proxy="${product.origin}/koji"></koji-interview>`;
  await page.goto(
    site.addPage('/print-element', `${PLAIN_PAGE}${markup}<script type="module" src="/element.js"></script>`),
  );
  await expect(respondent.answerBox).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(respondent.answerBox).toBeHidden();
  expect(await page.locator('koji-interview').evaluate(koji => koji.getClientRects().length)).toBe(0);
});
