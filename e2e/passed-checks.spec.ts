import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from 'playwright/test';
import { recallCheck } from './support/passed-checks.ts';

const { CI } = process.env;
test.beforeEach(() => {
  delete process.env.CI;
});
test.afterEach(() => {
  if (CI !== undefined) process.env.CI = CI;
});

/** Opens a page with a style sheet and a component, and remembers that a check of it has passed. */
async function passCheck(page: Page): Promise<() => Promise<boolean>> {
  const name = randomUUID();
  await page.setContent(`<title>Page</title><style>p { color: teal }</style><p>Text</p><input type="checkbox">
    <div id="host"></div><script>
      const root = document.querySelector('#host').attachShadow({ mode: 'open' });
      root.innerHTML = '<button>Send</button>';
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('button { color: navy }');
      root.adoptedStyleSheets = [sheet];
    </script>`);
  const check = await recallCheck(page, [name]);
  expect(check.hasPassed).toBe(false);
  check.remember();
  return async () => (await recallCheck(page, [name])).hasPassed;
}

test('a check that has passed is known for the same markup and style only', async ({ page }) => {
  const isKnown = await passCheck(page);
  expect(await isKnown()).toBe(true);
  expect((await recallCheck(page, ['another check'])).hasPassed).toBe(false);
  const changes: [what: string, change: string, undo: string][] = [
    ['a text', `document.querySelector('p').textContent = 'Other'`, `document.querySelector('p').textContent = 'Text'`],
    ['an attribute', `document.querySelector('p').lang = 'de'`, `document.querySelector('p').removeAttribute('lang')`],
    ['a rule', `document.styleSheets[0].insertRule('p { margin: 0 }')`, `document.styleSheets[0].deleteRule(0)`],
    ['markup in a shadow root', `root.firstChild.ariaLabel = 'Go'`, `root.firstChild.ariaLabel = null`],
    ['a rule in a shadow root', `sheet.replaceSync('')`, `sheet.replaceSync('button { color: navy }')`],
    ['a control', `document.querySelector('input').checked = true`, `document.querySelector('input').checked = false`],
    ['the focus', `document.querySelector('input').focus()`, `document.querySelector('input').blur()`],
  ];
  for (const [what, change, undo] of changes) {
    await page.evaluate(change);
    expect(await isKnown(), what).toBe(false);
    await page.evaluate(undo);
    expect(await isKnown(), `${what}, as before`).toBe(true);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await isKnown(), 'colour scheme').toBe(false);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 400, height: 300 });
  expect(await isKnown(), 'size').toBe(false);
});

test('in CI no check is known', async ({ page }) => {
  const isKnown = await passCheck(page);
  process.env.CI = 'true';
  expect(await isKnown()).toBe(false);
});
