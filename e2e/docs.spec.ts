import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { PAGES, pathOfPage } from '../demo/docs/contents.ts';
import { findSamples } from '../demo/docs/testing/samples.ts';
import { expect, test } from './support/fixtures.ts';
import { recallCheck } from './support/passed-checks.ts';

test.describe.configure({ mode: 'parallel' });

const ADDRESSES = PAGES.map(pathOfPage);

/**
 * One page of each kind: prose with code, the picture, the editor, a long table, a list of files.
 */
const SAMPLE_ADDRESSES = ['/docs', '/docs/lease', '/docs/theming', '/docs/troubleshooting', '/docs/hosts'];

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
] as const;

for (const { colorScheme, width } of LOOKS) {
  test.describe(`the documentation, ${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    test('axe finds no violation, and nothing appears in the console', async ({ page }) => {
      test.slow();
      await expectNoViolations(page, SAMPLE_ADDRESSES);
    });
  });
}

test('axe finds no violation in the content of any page, and nothing appears in the console', async ({ page }) => {
  test.slow();
  // The tests above check the parts that all pages share, colours included, and the code samples
  // with their thousands of coloured words.
  await expectNoViolations(page, ADDRESSES, builder =>
    builder.include('main').exclude('pre').disableRules('color-contrast'),
  );
});

test('no page of the documentation scrolls sideways on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const address of ADDRESSES) {
    await page.goto(address);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(360);
  }
});

/** Expects no axe violation and no console message, such as a CSP violation, on these pages. */
async function expectNoViolations(
  page: Page,
  addresses: string[],
  configure = (builder: AxeBuilder) => builder,
): Promise<void> {
  const consoleMessages: string[] = [];
  page.on('console', message => consoleMessages.push(message.text()));
  for (const address of addresses) {
    await page.goto(address);
    const check = await recallCheck(page, ['axe on the documentation', String(configure)]);
    if (check.hasPassed) continue;
    const { violations } = await configure(new AxeBuilder({ page }).setLegacyMode()).analyze();
    const descriptions = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    );
    expect(descriptions, address).toEqual([]);
    check.remember();
  }
  expect(consoleMessages).toEqual([]);
}

test('a reader can go from the first page to the last by keyboard', async ({ page }) => {
  await page.goto('/docs');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  const pageLinks = page.getByRole('navigation', { name: 'Before and after' });
  for (const address of ADDRESSES.slice(1)) {
    await pageLinks.getByRole('link', { name: /^Next / }).press('Enter');
    await expect(page).toHaveURL(new RegExp(`${address}$`));
  }
  await expect(pageLinks.getByRole('link')).toHaveCount(1);
});

test('on a phone the contents open over the page and close with Escape', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/docs/events');
  const contents = page.getByRole('navigation', { name: 'Documentation' });
  await expect(contents).toBeHidden();
  await page.getByRole('button', { name: 'Contents' }).press('Enter');
  await expect(contents.getByRole('link', { name: 'Events' })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Escape');
  await expect(contents).toBeHidden();
  await page.getByRole('button', { name: 'Contents' }).click();
  await contents.getByRole('link', { name: 'The lease' }).click();
  await expect(page.getByRole('heading', { name: 'The lease' })).toBeVisible();
});

test('an unknown address shows a 404 page with the contents', async ({ page }) => {
  const response = await page.goto('/docs/no-such-page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await page.getByRole('link', { name: 'Options', exact: true }).click();
  await expect(page).toHaveURL(/\/docs\/options$/);
});

test('the theme editor changes a real widget and shows the CSS for it', async ({ page, context, product }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: product.origin });
  await page.goto('/docs/theming');
  const agree = page.getByRole('button', { name: 'Agree and start' });
  const panel = page.locator('koji-interview [part=panel]');
  const panelColour = () => panel.evaluate(element => getComputedStyle(element).backgroundColor);
  await expect(agree).toBeVisible();
  const light = await panelColour();

  await page.getByLabel('Colour').fill('#7a1f5f');
  await page.getByLabel('Corners').fill('4');
  await page.getByLabel('Font').selectOption('Serif');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(panelColour).not.toBe(light);
  await expect(panel).toHaveCSS('border-radius', '4px');
  await expect(agree).toHaveCSS('font-family', /Palatino/);

  await page.getByRole('region', { name: 'What to paste' }).hover();
  await page.getByRole('region', { name: 'What to paste' }).getByRole('button', { name: 'Copy' }).click();
  const css = await page.evaluate(() => navigator.clipboard.readText());
  expect(css).toContain('--koji-accent: #7a1f5f;');
  expect(css).toContain('--koji-radius: 4px;');
  expect(css).toContain('data-theme="dark"');

  // The copied CSS has the same effect on another page.
  const buttonColour = () => agree.evaluate(button => getComputedStyle(button).backgroundColor);
  const edited = await buttonColour();
  await page.goto('/');
  await page.evaluate(text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.getByRole('button', { name: 'Share your thoughts' })).toHaveCSS('background-color', edited);
});

test('an interview in the theme editor continues when the colour scheme changes', async ({ page, respondent }) => {
  await page.goto('/docs/theming');
  await page.getByRole('button', { name: 'Agree and start' }).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const id = await respondent.interviewId();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  expect(await respondent.interviewId()).toBe(id);
});

for (const { code, place } of findSamples('html').filter(({ code }) => code.includes('<script'))) {
  test(`the markup in ${place} opens an interview`, async ({ page, product, respondent, uncaughtErrors }) => {
    // A sample may refer to a button that the host page has already.
    const id = /data-trigger="#([\w-]+)"/.exec(code)?.[1];
    const button = id && !code.includes(`id="${id}"`) ? `<button id="${id}">A button of the page</button>` : '';
    const markup = button + code.replaceAll('https://interviews.example.com', product.origin);
    await page.route('**/sample', route =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="en"><body>${markup}</body></html>` }),
    );
    await page.goto('/sample');
    // A button of the page works once the module for it has loaded.
    await expect(async () => {
      await page.getByRole('button').first().click();
      await expect(respondent.interviewerTurns.first()).toBeVisible({ timeout: 3000 });
    }).toPass();
    expect(uncaughtErrors).toEqual([]);
  });
}

for (const { code, place } of findSamples('js')) {
  test(`the script in ${place} works before the script tag`, async ({ page, respondent }) => {
    await page.route('**/sample', route =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><html lang="en"><body><script>${code}</script><script async src="/koji.js"></script></body></html>`,
      }),
    );
    await page.goto('/sample');
    await expect(respondent.interviewerTurns.first()).toBeVisible();
  });
}

for (const { code, place, attributes } of findSamples('http')) {
  test(`an interview runs under the policy in ${place}`, async ({ page, respondent, product, site }) => {
    const violations: string[] = [];
    page.on('console', message => violations.push(message.text()));
    const script = '<script async src="/koji.js" data-proxy="/koji"></script>';
    const pages: Record<string, { policy: string; markup: string }> = {
      own: { policy: code, markup: script },
      nonce: { policy: code, markup: script.replace('<script', `<script nonce="${/'nonce-(\w+)'/.exec(code)?.[1]}"`) },
      // The page is on the customer's origin, the script and the proxy on ours.
      'other-origin': {
        policy: code
          .replace('https://cdn.example.com', product.origin)
          .replace('https://www.example.com', product.origin),
        markup: script.replaceAll('"/', `"${product.origin}/`),
      },
    };
    const { policy, markup } = pages[attributes.page!]!;
    const body = `<!doctype html><html lang="en"><head><title>Sample</title></head><body>${markup}</body></html>`;
    const headers = { 'content-security-policy': policy.replace('Content-Security-Policy: ', '') };
    if (attributes.page === 'other-origin') await page.goto(site.addPage('/sample', body, headers));
    else {
      await page.route('**/sample', route => route.fulfill({ contentType: 'text/html', headers, body }));
      await page.goto('/sample');
    }
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.answer();
    expect(violations.filter(text => /violates|Content Security|Trusted/i.test(text))).toEqual([]);
  });
}
