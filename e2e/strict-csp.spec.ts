import { expect, test } from './support/fixtures.ts';

test('a whole interview under the strictest policy: no violation, no word in the console', async ({
  page,
  respondent,
}) => {
  const said: string[] = [];
  page.on('console', message => said.push(`${message.type()}: ${message.text()}`));
  await page.exposeBinding('tellViolation', (_source, violation: string) => {
    said.push(violation);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      (window as unknown as { tellViolation(what: string): void }).tellViolation(`${violatedDirective} ${blockedURI}`),
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
  expect(said).toEqual([]);
});

test('what a policy forbids is told, so that the test above can fail', async ({ page, site, product }) => {
  const said: string[] = [];
  page.on('console', message => said.push(message.text()));
  const policy = { 'content-security-policy': "default-src 'none'" };
  await page.goto(site.addPage('/forbidding', `<script src="${product.origin}/koji.js"></script>`, policy));
  await expect.poll(() => said.join()).toContain('violates');
});
