import { readFileSync } from 'node:fs';
import { expect, test } from './support/fixtures.ts';

test('the newest interview is listed first, and its page updates itself until the analysis, without a reload', async ({
  page,
  context,
  respondent,
  product,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();

  const team = await context.newPage();
  await product.signIn(team);
  const newest = team.getByRole('table').getByRole('row').nth(1);
  await expect(newest).toContainText('In progress');
  await newest.getByRole('link').click();
  await expect(team).toHaveURL(`${product.origin}/dashboard/interviews/${id}`);
  await expect(team.getByText('In progress.')).toBeVisible();
  await team.evaluate(() => {
    document.documentElement.dataset.same = 'page';
  });

  await respondent.answer();
  await expect(team.getByRole('listitem').filter({ hasText: 'Shift planning, Reports' })).toBeVisible();
  await respondent.endInterview();

  await expect(team.getByRole('heading', { name: 'Quality' })).toBeVisible({ timeout: 30_000 });
  await expect(team.getByText('Respondent left')).toBeVisible();
  await expect(team.getByRole('status')).toHaveText('Analysed');
  await expect(team.locator('html')).toHaveAttribute('data-same', 'page');
  await page.close();
});

test('a quote links to its message', async ({ page, respondent, product }) => {
  const id = await respondent.openInterview();
  for (let i = 0; i < 5; i++) await respondent.answer();
  await respondent.endInterview();
  await product.waitForAnalysis(id);

  await product.signIn(page, 'viewer');
  await page.goto(`/dashboard/interviews/${id}`);
  const quote = page.getByRole('blockquote').first();
  const words = await quote.innerText();
  await quote.getByRole('link').click();
  const turn = page.locator(':target');
  await expect(turn).toBeInViewport();
  await expect(turn).toContainText(words);
});

test('an unknown interview is a 404 page that links back to the list', async ({ page, product }) => {
  await product.signIn(page);
  const response = await page.goto('/dashboard/interviews/00000000-0000-4000-8000-000000000000');
  expect(response?.status()).toBe(404);
  await page.getByRole('main').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Interviews' })).toBeVisible();
});

test('S90, S92: an editor completes an open interview with the keyboard, and it is analysed like any other', async ({
  page,
  context,
  respondent,
  product,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  const team = await context.newPage();
  await product.signIn(team);
  await team.goto(`/dashboard/interviews/${id}`);
  await team.getByText('Complete this interview').focus();
  await team.keyboard.press('Enter');
  await team.keyboard.press('Tab');
  await expect(team.getByRole('button', { name: 'Complete now' })).toBeFocused();
  await team.keyboard.press('Enter');

  await expect(team.getByText('Completed by hand')).toBeVisible();
  await expect(team.getByRole('heading', { name: 'Quality' })).toBeVisible({ timeout: 30_000 });
  const interview = await product.waitForAnalysis(id);
  expect(interview).toMatchObject({ status: 'completed', reason: 'manual', stats: { respondent_messages: 1 } });
  expect(interview.analysis).toBeDefined();
  await page.close();
});

test('S91: a viewer can read but not complete; visitors who are not signed in see nothing', async ({
  page,
  browser,
  context,
  respondent,
  product,
}) => {
  const id = await respondent.openInterview();
  const team = await context.newPage();
  await product.signIn(team, 'viewer');
  await team.goto(`/dashboard/interviews/${id}`);
  await expect(team.getByRole('heading', { name: 'Transcript' })).toBeVisible();
  await expect(team.getByText('Complete this interview')).toHaveCount(0);
  await team.getByRole('button', { name: 'Sign out' }).click();
  await expect(team.getByText('members add')).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  const response = await stranger.goto(`${product.origin}/dashboard/interviews/${id}`);
  expect(response?.status()).toBe(401);
  await expect(stranger.getByRole('heading', { name: 'Transcript' })).toHaveCount(0);
  await stranger.context().close();
  await page.close();
});

test('a study shows its results as charts and tables, and can be exported', async ({ page, respondent, product }) => {
  const consoleErrors: string[] = [];
  page.on('console', message => message.type() === 'error' && consoleErrors.push(message.text()));
  const id = await respondent.openInterview();
  await respondent.answerAll();
  await product.waitForAnalysis(id);

  await product.signIn(page, 'viewer');
  await page.getByRole('link', { name: 'Studies' }).click();
  await page.getByRole('table').getByRole('link').first().click();
  const figure = page.getByRole('figure').filter({ hasText: 'how satisfied were you' });
  await expect(figure.locator('svg rect:not([height="0"])')).toBeVisible();
  await figure.getByText('As a table').click();
  await expect(figure.getByRole('row')).toHaveCount(12);

  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  const file = await (await waiting).path();
  expect(readFileSync(file, 'utf8')).toContain(`\r\n${id},`);

  await page.getByRole('link', { name: 'Interviews of this study' }).click();
  await expect(page.getByLabel('Study')).toHaveValue('churn');
  await page.getByLabel('Ending').selectOption('Completed by hand');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/study=churn/);
  await expect(page.getByLabel('Ending')).toHaveValue('manual');
  expect(consoleErrors).toEqual([]);
});
