import { completeShortInterview, expect, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';

test.use({ environment: { KOJI_ALLOWED_HOSTS: 'shop.example' } });

test('an interview works if storage throws, as it does with all cookies blocked', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException(`Failed to read '${name}': access is denied for this document.`, 'SecurityError');
        },
      });
    }
    Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} });
  });
  await page.goto(site.addPage('/no-storage', PLAIN_PAGE + scriptTag(product)));
  await completeShortInterview(respondent, product);
});

test('an interview works on a page without HTTPS, which has neither Web Locks nor randomUUID', async ({
  page,
  product,
  respondent,
}) => {
  const insecureOrigin = 'http://shop.example';
  await page.route(`${insecureOrigin}/**`, async route => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/')
      return route.fulfill({ contentType: 'text/html', body: PLAIN_PAGE + scriptTag({ origin: '' }) });
    // The proxy allows its own origin, which it derives from the Host header.
    const headers = { ...(await route.request().allHeaders()), host: new URL(insecureOrigin).host };
    return route.fulfill({ response: await route.fetch({ url: product.origin + pathname, headers }) });
  });
  await page.goto(insecureOrigin);
  expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto, 'locks' in navigator])).toEqual([
    false,
    false,
    false,
  ]);
  await completeShortInterview(respondent, product);
});

test.describe('with data saving on', () => {
  test.beforeEach(({ page }) =>
    page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) }),
    ),
  );

  test('the widget loads only when the visitor points at it or opens it, and never opens by itself', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const requestPaths: string[] = [];
    page.on('request', request => {
      if (request.url().startsWith(product.origin)) requestPaths.push(new URL(request.url()).pathname);
    });
    for (const trigger of ['delay:0s', 'launcher']) {
      requestPaths.length = 0;
      const koji = scriptTag(product, `data-trigger="${trigger}"`);
      await page.goto(site.addPage(`/saving-${trigger}`, PLAIN_PAGE + koji));
      await expect.poll(() => page.evaluate(() => 'Koji' in window)).toBe(true);
      await page.waitForTimeout(800);
      await expect(respondent.panel).toHaveCount(0);
      // The triggers chunk is a few hundred bytes.
      expect(
        requestPaths.filter(path => !/triggers-/.test(path)),
        trigger,
      ).toEqual(['/koji.js']);
    }
    await completeShortInterview(respondent, product);
  });
});
