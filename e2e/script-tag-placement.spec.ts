import { completeShortInterview, expect, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';

test('a blocking script tag works in the head, before the body exists, and twice', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const blockingTag = scriptTag(product).replace(' async', '');
  await page.goto(
    site.addPage(
      '/early',
      `<!doctype html><html lang="en"><head><title>Early</title>${blockingTag}${blockingTag}</head><body><p>Words.</p></body></html>`,
    ),
  );
  await expect(page.locator('html > body > p')).toHaveText('Words.');
  await expect(respondent.launcher).toHaveCount(1);
  await completeShortInterview(respondent, product);
});

test('a script adds the widget after the page has loaded; a second copy from another origin adds nothing', async ({
  page,
  product,
  scriptedInterviewer,
  respondent,
  site,
}) => {
  await page.goto(site.addPage('/late', PLAIN_PAGE));
  await page.waitForLoadState('load');
  const addScript = (origin: string, study: string) =>
    page.evaluate(
      ([address, proxy, study]) => {
        const script = document.createElement('script');
        Object.assign(script.dataset, { proxy, study });
        script.src = address!;
        document.head.append(script);
        return new Promise(resolve => script.addEventListener('load', resolve));
      },
      [`${origin}/koji.js`, `${product.origin}/koji`, study],
    );
  await addScript(product.origin, 'churn');
  await addScript(scriptedInterviewer.pageUrl().split('/?')[0]!, 'churn');
  await expect(respondent.launcher).toHaveCount(1);
  await completeShortInterview(respondent, product);
});
