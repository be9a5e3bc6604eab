import type { Locator, Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';

/** What people's style sheets do to whole pages, and then some. */
const HOSTILE = `
  html { font-size: 31px; line-height: 3; }
  * {
    all: unset; display: inline; margin: 7px; padding: 9px; border: 3px dashed lime; box-sizing: content-box;
    font: italic 40px/2 fantasy; color: red; background: yellow; text-transform: uppercase; letter-spacing: 0.5em;
    text-align: right; white-space: nowrap; word-spacing: 1em; text-indent: 3em; visibility: visible; cursor: wait;
    transition: all 5s;
  }
  body > * { opacity: 0.5; float: left; position: static; transform: rotate(5deg); filter: blur(2px); }
  button, input, textarea, div, p, h2, section { background: red !important; width: 10px !important; }
  .panel, .root, .turn, .composer, .primary, .launcher { display: none !important; }
  :focus-visible { outline: 10px solid magenta !important; }
`;
const PLAIN = '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">';

/** Computed styles of all elements of the widget, each by its place; not of the frame around them, which is as wide as the page. */
const stylesOf = (launcherOrLog: Locator) =>
  launcherOrLog.evaluate(element => {
    const root = element.getRootNode() as ShadowRoot;
    return [...root.querySelectorAll('.root *, .launcher')].map((each, place) => {
      const style = getComputedStyle(each);
      const values = [...style].map(name => `${name}: ${style.getPropertyValue(name)}`);
      return { element: `${place} ${each.localName}.${each.getAttribute('class') ?? ''}`, values };
    });
  });

type Styles = Awaited<ReturnType<typeof stylesOf>>;

const differences = (one: Styles, other: Styles) =>
  other.flatMap(({ element, values }, place) =>
    values.filter((value, at) => value !== one[place]?.values[at]).map(value => `${element} { ${value} }`),
  );

/** What of a page belongs to the host, in its own eyes. */
const lookAtHost = (page: Page) =>
  page.evaluate(() => {
    const own = [...document.querySelectorAll('*')].filter(
      element => element.localName !== 'koji-interview' && !element.shadowRoot,
    );
    return {
      globals: Object.getOwnPropertyNames(window)
        .filter(name => !/^\d+$|tellTest/.test(name))
        .sort(),
      elements: own.map(element => (element.cloneNode(false) as Element).outerHTML),
      styles: own.map(element =>
        [...getComputedStyle(element)].map(name => getComputedStyle(element).getPropertyValue(name)).join(';'),
      ),
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
      scroll: [scrollX, scrollY],
      focus: document.activeElement?.id,
      prototypes: [Array, Object, String, Promise, Element, EventTarget].map(
        type => Object.getOwnPropertyNames(type.prototype).length,
      ),
    };
  });

test('a page’s style sheet, however wild, changes nothing of the widget', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const tag = `<script async src="${product.origin}/koji.js" data-proxy="${product.origin}/koji" data-theme="light"></script>`;
  const looks: { launcher: Styles; conversation: Styles }[] = [];
  for (const [path, style] of Object.entries({ '/plain': '', '/hostile': `<style>${HOSTILE}</style>` })) {
    await page.goto(site.addPage(path, PLAIN + style + tag));
    await expect(respondent.launcher).toBeVisible();
    const launcher = await stylesOf(respondent.launcher);
    await respondent.launcher.click();
    await respondent.answer();
    await expect(respondent.group(await respondent.question())).toBeVisible();
    await page.mouse.move(0, 0);
    looks.push({ launcher, conversation: await stylesOf(respondent.log) });
    await respondent.endInterview();
  }
  const [plain, hostile] = looks;
  expect(differences(plain!.launcher, hostile!.launcher)).toEqual([]);
  expect(differences(plain!.conversation, hostile!.conversation)).toEqual([]);
});

test('the widget changes nothing of the page but to add Koji: styles, globals, scroll and focus stay', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const content = `<style>body { height: 3000px } p { color: teal }</style>
    <h1>A page</h1><input id="name" value="typing here"><div class="panel root">A panel</div><p>Words</p>`;
  await page.goto(site.addPage('/host', PLAIN + content));
  await page.locator('#name').focus();
  await page.evaluate(() => scrollTo(0, 400));
  const before = await lookAtHost(page);

  await page.evaluate(origin => {
    const script = document.createElement('script');
    script.src = `${origin}/koji.js`;
    script.dataset.proxy = `${origin}/koji`;
    script.onload = () => script.remove();
    document.head.append(script);
  }, product.origin);
  await expect(respondent.launcher).toBeVisible();
  await expect(page.locator('script')).toHaveCount(0);
  const withKoji = { ...before, globals: [...before.globals, 'Koji'].sort() };
  expect(await lookAtHost(page)).toEqual(withKoji);

  await respondent.callKoji('open');
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.callKoji('complete');
  await expect(respondent.thanks).toBeVisible();
  // An interview that is opened takes the focus, as a dialog does.
  await page.locator('#name').evaluate(input => input.focus({ preventScroll: true }));
  expect(await lookAtHost(page)).toEqual(withKoji);
  await respondent.callKoji('destroy');
  await expect(respondent.thanks).toHaveCount(0);
  expect(await page.evaluate(() => document.body.lastElementChild?.localName)).toBe('p');
});

test('an interview leaves the page its back/forward cache', async ({ page, respondent, site }) => {
  await respondent.openInterview();
  await respondent.answer();
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => {
      document.title = `from the cache: ${persisted}`;
    });
  });
  await page.goto(site.addPage('/next', '<h1>Next</h1>'));
  await page.goBack({ waitUntil: 'commit' });
  await expect(page).toHaveTitle('from the cache: true');
});
