import { expect, readHostPage, scriptTag, test } from './support/host-page.ts';

// The panel moves while it appears.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a page that forbids selecting, copying, scrolling and pressing does not forbid them in the widget', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.setViewportSize({ width: 1280, height: 400 });
  await page.goto(site.addPage('/copy-protection', readHostPage('copy-protection', scriptTag(product))));
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const panel = (await respondent.panel.boundingBox())!;
  expect(panel.y + panel.height).toBeLessThanOrEqual(400);
  await respondent.answer();

  await page.getByLabel('Search').focus();
  await respondent.answerBox.click();
  await expect(respondent.answerBox).toBeFocused();

  const turn = respondent.interviewerTurns.last();
  const readSelection = () =>
    turn.evaluate(element => {
      const root = element.getRootNode() as ShadowRoot & { getSelection?(): Selection };
      return String(root.getSelection?.() ?? getSelection());
    });
  await turn.locator('p').click({ clickCount: 3 });
  expect((await readSelection()).trim()).not.toBe('');
  const menu = await turn.evaluate(element => {
    const event = new MouseEvent('contextmenu', { bubbles: true, composed: true, cancelable: true });
    return element.dispatchEvent(event);
  });
  expect(menu).toBe(true);

  const readScrollTop = () => respondent.log.evaluate(log => log.closest('.scroller')!.scrollTop);
  const before = await readScrollTop();
  await turn.hover();
  await page.mouse.wheel(0, -100);
  await expect.poll(readScrollTop).toBeLessThan(before);
  await respondent.endInterview();
});

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true });

  test('a page that prevents touches leaves the widget usable', async ({ page, product, respondent, site }) => {
    await page.goto(site.addPage('/copy-protection', readHostPage('copy-protection', scriptTag(product))));
    await respondent.callKoji('open');
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await expect(respondent.endButton).toBeVisible();
    respondent.press = target => target.tap();
    await respondent.answer();
    await respondent.answer();
    await page.getByLabel('Search').focus();
    await respondent.answerBox.tap();
    await expect(respondent.answerBox).toBeFocused();
  });
});

for (const zoom of ['html { zoom: 1.5 }', 'body { zoom: 2 }']) {
  for (const mode of ['popup', 'drawer', 'fullscreen']) {
    test(`${mode} mode stays in the window on a page with ${zoom}`, async ({ page, product, respondent, site }) => {
      const style = `<!doctype html><html lang="en"><title>Zoomed</title><style>${zoom}</style><p>Words</p>`;
      await page.goto(site.addPage('/zoomed', style + scriptTag(product, `data-mode="${mode}"`)));
      await respondent.launcher.click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      const { width, height } = page.viewportSize()!;
      const panel = (await respondent.panel.boundingBox())!;
      expect(Math.min(panel.x, panel.y)).toBeGreaterThanOrEqual(0);
      expect(panel.x + panel.width).toBeLessThanOrEqual(width + 1);
      expect(panel.y + panel.height).toBeLessThanOrEqual(height + 1);
    });
  }
}

for (const [width, height, place] of [
  [740, 170, 'a phone on its side with its keyboard open'],
  [320, 256, 'a page at 400 % zoom'],
  [300, 150, 'a frame of the default size'],
] as const) {
  test(`everything to answer with can be reached in the window of ${place}`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await page.setViewportSize({ width, height });
    const start =
      '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Low</title>';
    await page.goto(site.addPage('/low', start + scriptTag(product)));
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    while (await respondent.hasOpenQuestion()) {
      // A form that does not fit scrolls. The room for it is always large enough for one control.
      const form = (await page.locator('form.composer').boundingBox())!;
      expect(form.height).toBeGreaterThanOrEqual(48);
      expect(form.y + form.height).toBeLessThanOrEqual(height);
      // The button is 2 px higher than its bar.
      expect((await respondent.endButton.boundingBox())!.y).toBeGreaterThanOrEqual(-1);
      await respondent.answer();
    }
  });
}
