import type { Page } from 'playwright/test';
import { completeShortInterview, expect, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';
import { Respondent } from './support/respondent.ts';

/** Creates a respondent whose interview is in the page's frame. */
async function createFrameRespondent(page: Page): Promise<Respondent> {
  const respondent = new Respondent(page, page.frameLocator('iframe'));
  await respondent.recordHostEvents();
  return respondent;
}

const FRAME_STYLE = 'style="width: 900px; height: 700px"';

for (const [frame, sandbox] of [
  ['a frame of another site', ''],
  ['a sandboxed frame that keeps its origin', 'sandbox="allow-scripts allow-same-origin"'],
] as const) {
  test(`an interview works in ${frame}`, async ({ page, product, site }) => {
    const respondent = await createFrameRespondent(page);
    const framed = site.addPage('/framed', PLAIN_PAGE + scriptTag(product));
    const framing = site.addPage(
      '/framing',
      `${PLAIN_PAGE}<iframe ${FRAME_STYLE} ${sandbox} src="${framed}"></iframe>`,
    );
    // Another port is another origin. Only another host name is another site, with partitioned
    // storage.
    await page.goto(framing.replace('127.0.0.1', 'localhost'));
    await respondent.launcher.click();
    await expect(respondent.answerBox).toBeFocused();
    // The launcher is pressed already, as for `inline` there is none.
    await completeShortInterview(respondent, product, 'inline');
    const contents = page.frameLocator('iframe');
    await contents.getByRole('button', { name: 'Loved it' }).click();
    await contents.getByRole('textbox').fill('Short, which I liked.');
    await respondent.sendButton.click();
    await expect
      .poll(() => respondent.eventsNamed('feedback').at(-1)?.detail)
      .toMatchObject({ rating: 'loved_it', message: 'Short, which I liked.' });
  });
}

test('an interview works in a sandboxed frame without an origin, if the proxy allows every origin', async ({
  page,
  site,
  startOtherProduct,
}) => {
  const product = await startOtherProduct({ KOJI_ALLOWED_ORIGINS: '*' });
  const respondent = await createFrameRespondent(page);
  const framed = site.addPage('/framed', PLAIN_PAGE + scriptTag(product));
  await page.goto(
    site.addPage('/framing', `${PLAIN_PAGE}<iframe ${FRAME_STYLE} sandbox="allow-scripts" src="${framed}"></iframe>`),
  );
  await completeShortInterview(respondent, product);
});

test.describe('a proxy that does not allow the origin', () => {
  // The browser logs a response that it withholds from the page.
  test.use({ ignoredConsoleMessages: /CORS policy|net::ERR_FAILED/ });

  test('is unreachable from a sandboxed frame without an origin, and the widget says so', async ({
    page,
    product,
    site,
  }) => {
    const respondent = await createFrameRespondent(page);
    const framed = site.addPage('/framed', PLAIN_PAGE + scriptTag(product));
    await page.goto(
      site.addPage('/framing', `${PLAIN_PAGE}<iframe ${FRAME_STYLE} sandbox="allow-scripts" src="${framed}"></iframe>`),
    );
    await respondent.launcher.click();
    const contents = page.frameLocator('iframe');
    await expect(contents.getByRole('heading', { name: 'That did not work' })).toBeVisible();
    await expect(contents.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(respondent.eventsNamed('error').map(({ detail }) => detail)).toEqual([
      expect.objectContaining({ code: 'unreachable', recoverable: true }),
    ]);
  });
});
