import { expect, test } from './support/fixtures.ts';

test('a complete interview under the strictest policy causes no violation and no console message', async ({
  page,
  respondent,
}) => {
  const messages: string[] = [];
  page.on('console', message => messages.push(`${message.type()}: ${message.text()}`));
  await page.exposeBinding('recordViolation', (_source, violation: string) => {
    messages.push(violation);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      (window as unknown as { recordViolation(violation: string): void }).recordViolation(
        `${violatedDirective} ${blockedURI}`,
      ),
    );
  });

  const policy = (await page.goto('/'))?.headers()['content-security-policy'] ?? '';
  for (const directive of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]) {
    expect(policy).toContain(directive);
  }

  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answerAll();
  await page.getByRole('button', { name: 'Loved it' }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  expect(messages).toEqual([]);
});

test('a violation appears in the console, so the test above can fail', async ({ page, site, product }) => {
  const messages: string[] = [];
  page.on('console', message => messages.push(message.text()));
  const policy = { 'content-security-policy': "default-src 'none'" };
  await page.goto(site.addPage('/forbidding', `<script src="${product.origin}/koji.js"></script>`, policy));
  await expect.poll(() => messages.join()).toContain('violates');
});
