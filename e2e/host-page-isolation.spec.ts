import type { Locator, Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';

/** Global styles as host pages have them, exaggerated. */
const HOSTILE_STYLES = `
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
const PAGE_START = '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">';

/**
 * Reads the computed styles of all elements of the widget, in document order. Leaves out the frame
 * around them, which is as wide as the page.
 */
const readStyles = (launcherOrLog: Locator) =>
  launcherOrLog.evaluate(element => {
    const root = element.getRootNode() as ShadowRoot;
    return [...root.querySelectorAll('.root *, .launcher')].map((node, place) => {
      const style = getComputedStyle(node);
      const values = [...style].map(name => `${name}: ${style.getPropertyValue(name)}`);
      return { element: `${place} ${node.localName}.${node.getAttribute('class') ?? ''}`, values };
    });
  });

type Styles = Awaited<ReturnType<typeof readStyles>>;

const findDifferences = (one: Styles, other: Styles) =>
  other.flatMap(({ element, values }, place) =>
    values.filter((value, at) => value !== one[place]?.values[at]).map(value => `${element} { ${value} }`),
  );

/** Reads the parts of a page that belong to the host. */
const readHostState = (page: Page) =>
  page.evaluate(() => {
    const hostElements = [...document.querySelectorAll('*')].filter(
      element => element.localName !== 'koji-interview' && !element.shadowRoot,
    );
    return {
      globals: Object.getOwnPropertyNames(window)
        .filter(name => !/^\d+$|record(HostEvent|ErrorEvent)/.test(name))
        .sort(),
      elements: hostElements.map(element => (element.cloneNode(false) as Element).outerHTML),
      styles: hostElements.map(element =>
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

test('a page’s style sheet does not change the widget', async ({ page, product, respondent, site }) => {
  const scriptTag = `<script async src="${product.origin}/koji.js" data-proxy="${product.origin}/koji" data-theme="light"></script>`;
  const styles: { launcher: Styles; conversation: Styles }[] = [];
  for (const [path, style] of Object.entries({ '/plain': '', '/hostile': `<style>${HOSTILE_STYLES}</style>` })) {
    await page.goto(site.addPage(path, PAGE_START + style + scriptTag));
    await expect(respondent.launcher).toBeVisible();
    const launcher = await readStyles(respondent.launcher);
    await respondent.launcher.click();
    await respondent.answer();
    await expect(respondent.controlsOf(await respondent.readOpenQuestion())).toBeVisible();
    await page.mouse.move(0, 0);
    styles.push({ launcher, conversation: await readStyles(respondent.log) });
    await respondent.endInterview();
  }
  const [plain, hostile] = styles;
  expect(findDifferences(plain!.launcher, hostile!.launcher)).toEqual([]);
  expect(findDifferences(plain!.conversation, hostile!.conversation)).toEqual([]);
});

test('the widget adds only the global Koji to the page: styles, globals, scroll and focus stay the same', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const content = `<style>body { height: 3000px } p { color: teal }</style>
    <h1>A page</h1><input id="name" value="typing here"><div class="panel root">A panel</div><p>Words</p>`;
  await page.goto(site.addPage('/host', PAGE_START + content));
  await page.locator('#name').focus();
  await page.evaluate(() => scrollTo(0, 400));
  const before = await readHostState(page);

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
  expect(await readHostState(page)).toEqual(withKoji);

  await respondent.callKoji('open');
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.callKoji('complete');
  await expect(respondent.thanksHeading).toBeVisible();
  // Opening an interview moves the focus, as opening a dialog does.
  await page.locator('#name').evaluate(input => input.focus({ preventScroll: true }));
  expect(await readHostState(page)).toEqual(withKoji);
  await respondent.callKoji('destroy');
  await expect(respondent.thanksHeading).toHaveCount(0);
  expect(await page.evaluate(() => document.body.lastElementChild?.localName)).toBe('p');
});

test('an interview keeps the page eligible for the back/forward cache', async ({ page, respondent, site }) => {
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
