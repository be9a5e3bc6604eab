import { expect, expectEndedByRespondent, readHostPage, scriptTag, test } from './support/host-page.ts';

for (const mode of ['inline', 'popup']) {
  test(`${mode} mode keeps its look on a page that unsets all styles with !important`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const koji = scriptTag(product, `data-mode="${mode}"`);
    await page.goto(site.addPage('/unset-styles', readHostPage('unset-styles', koji)));
    if (mode === 'popup') await respondent.launcher.click();
    await expect(respondent.answerBox).toBeVisible();
    expect(await respondent.answerBox.evaluate(box => getComputedStyle(box).fontSize)).toBe('16px');
    await respondent.answer();
    await respondent.endInterview();
    await expectEndedByRespondent(respondent, product);
  });
}

for (const mode of ['popup', 'drawer', 'fullscreen']) {
  test(`${mode} mode stays in the window on a long right-to-left page whose body has a transform and a filter`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const koji = scriptTag(product, `data-mode="${mode}" data-trigger="#why"`);
    await page.goto(site.addPage('/transformed-body', readHostPage('transformed-body', koji)));
    await page.getByRole('button', { name: 'Tell us why' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    const { width, height } = page.viewportSize()!;
    await expect
      .poll(async () => {
        const { x, y, ...size } = (await respondent.panel.boundingBox())!;
        return x >= 0 && y >= 0 && x + size.width <= width && y + size.height <= height;
      })
      .toBe(true);
    const panel = (await respondent.panel.boundingBox())!;
    if (mode === 'fullscreen') expect(panel).toEqual({ x: 0, y: 0, width, height });
    else expect(panel.width).toBe(mode === 'popup' ? 400 : 440);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await respondent.answer();
    await respondent.endInterview();
    await expectEndedByRespondent(respondent, product);
    await respondent.callKoji('close');
    await expect(respondent.panel).toBeHidden();
  });
}
