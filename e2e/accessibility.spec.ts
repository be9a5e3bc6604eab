import type { AskedQuestion } from './support/answers.ts';
import { faults } from './support/faults.ts';
import { expect, test } from './support/test.ts';

test.describe.configure({ mode: 'parallel' });

const WIDGET = 'koji-interview-host';

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const;

for (const { colorScheme, width } of LOOKS) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    test('axe finds nothing wrong on any screen of an interview', async ({ page, respondent }) => {
      await page.goto('/');
      await expect(respondent.launcher).toBeVisible();
      expect(await faults(page)).toEqual([]);

      await page.route('**/koji/start', route => route.abort());
      await respondent.launcher.click();
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
      expect(await faults(page, WIDGET)).toEqual([]);
      await page.unroute('**/koji/start');
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      expect(await faults(page)).toEqual([]);

      await respondent.end.click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      expect(await faults(page, WIDGET)).toEqual([]);
      await page.getByRole('button', { name: 'Keep going' }).click();

      const looked = new Set<string>();
      await respondent.talkToTheEnd(async (question: AskedQuestion) => {
        if (looked.has(question.type)) return;
        looked.add(question.type);
        await respondent.choose(question);
        expect(await faults(page, WIDGET)).toEqual([]);
      });
      expect(looked.size).toBe(6);
      expect(await faults(page, WIDGET)).toEqual([]);
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the team’s pages, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing wrong on lists, a study and an analysed interview', async ({
      page,
      product,
      respondent,
    }) => {
      const id = await respondent.openInterview();
      for (let i = 0; i < 4; i++) await respondent.answer();
      await respondent.endInterview();
      await product.analysed(id);
      await page.goto('/dashboard');
      expect(await faults(page)).toEqual([]);
      await product.signIn(page);
      expect(await faults(page)).toEqual([]);
      for (const path of ['deliveries', 'studies', 'studies/churn']) {
        await page.goto(`/dashboard/${path}`);
        for (const table of await page.getByText('As a table').all()) await table.click();
        expect(await faults(page)).toEqual([]);
      }
      await page.goto(`/dashboard/interviews/${id}`);
      expect(await faults(page)).toEqual([]);
    });
  });
}

test('nothing is wider than a phone', async ({ page, respondent }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.talkToTheEnd(async () => {
    const tooWide = await respondent.log.evaluate(log =>
      [...(log.getRootNode() as ShadowRoot).querySelectorAll('*')]
        .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5)
        .map(element => element.outerHTML),
    );
    expect(tooWide).toEqual([]);
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
