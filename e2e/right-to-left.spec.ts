import type { Locator } from 'playwright/test';
import { expect, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';

const readDirection = (field: Locator) => field.evaluate(element => getComputedStyle(element).direction);

test('an empty text field begins where the interview’s language begins, and a text where its own does', async ({
  page,
  product,
  site,
}) => {
  const texts = { answer: 'إجابة', send: 'Send', lovedIt: 'Loved it', endInterview: 'End', endNow: 'End now' };
  const koji = scriptTag(product, `data-locale="ar" data-trigger="#why" data-texts='${JSON.stringify(texts)}'`);
  await page.goto(site.addPage('/rtl', `${PLAIN_PAGE}<button id="why">Why</button>${koji}`));
  await page.getByRole('button', { name: 'Why' }).click();
  const box = page.getByRole('textbox', { name: 'إجابة' });
  await expect(box).toBeVisible();
  const expectDirections = async (field: Locator) => {
    expect(await readDirection(field)).toBe('rtl');
    await field.fill('12 :-)');
    expect(await readDirection(field)).toBe('rtl');
    await field.fill('Hello');
    expect(await readDirection(field)).toBe('ltr');
    await field.fill('مرحبا');
    expect(await readDirection(field)).toBe('rtl');
    await field.fill('');
    expect(await readDirection(field)).toBe('rtl');
  };
  await expectDirections(box);
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('button', { name: 'End now' }).click();
  await page.getByRole('button', { name: 'Loved it' }).click();
  await expectDirections(page.getByRole('textbox'));
});

test('the field for "Something else" begins where the interview’s language begins', async ({
  page,
  scriptedInterviewer,
}) => {
  const config = { options: ['واحد'], allow_other: true };
  scriptedInterviewer.openingQuestion = { id: 'q', text: 'ماذا؟', type: 'single_choice', config };
  await page.goto(scriptedInterviewer.pageUrl(1, { locale: 'ar', trigger: 'p' }));
  await page.getByText('A page of the host.').click();
  await page.getByRole('radio').last().click();
  const field = page.locator('input[type=text].own');
  expect(await readDirection(field)).toBe('rtl');
  await field.fill('Hello');
  expect(await readDirection(field)).toBe('ltr');
});
