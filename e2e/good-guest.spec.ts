import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright/test';
import type { Interview } from '../src/wire/koji-api.ts';
import { DEFERRED_CHUNK, delayRequests } from './support/delay-requests.ts';
import { test as base, expect } from './support/fixtures.ts';
import type { Product } from './support/product.ts';
import { Respondent } from './support/respondent.ts';

const require = createRequire(import.meta.url);

interface GuestFixtures {
  /** What a page of this kind has said in the console before there was any widget. */
  usual: RegExp | undefined;
  said: string[];
}

/** Whatever a page is like, the widget says nothing in its console and throws nothing into it (`thrown`). */
const test = base.extend<GuestFixtures>({
  usual: [undefined, { option: true }],
  said: [
    async ({ page, usual }, use) => {
      const said: string[] = [];
      page.on('console', message => said.push(`${message.type()}: ${message.text()}`));
      await use(said);
      expect(said.filter(line => !usual?.test(line))).toEqual([]);
    },
    { auto: true },
  ],
});

const tag = ({ origin }: Product, attributes = '') =>
  `<script async src="${origin}/koji.js" data-proxy="${origin}/koji" ${attributes}></script>`;

/** A page of `e2e/pages/hosts`, with the script tag where it has its place. */
const hostPage = (name: string, koji: string) =>
  readFileSync(new URL(`pages/hosts/${name}.html`, import.meta.url), 'utf8').replace('<!-- koji -->', () => koji);

/** What tells the test of events makes JSON of lists, which Prototype.js does in its own way. Only the test is spared. */
function spareTheTest(): void {
  const page = window as unknown as { tellTest(event: object): void };
  const lists = Array.prototype as { toJSON?: unknown };
  const { tellTest } = page;
  page.tellTest = event => {
    const { toJSON } = lists;
    delete lists.toJSON;
    tellTest(event);
    if (toJSON) lists.toJSON = toJSON;
  };
}

const PLAIN = '<!doctype html><html lang="en"><title>A page</title><p>Words of the page.</p>';

/** A page on the product's own origin, under a policy of its own. */
async function serve(page: Page, body: string, headers: Record<string, string> = {}): Promise<void> {
  await page.route('**/guest', route => route.fulfill({ contentType: 'text/html', headers, body }));
  await page.goto('/guest');
}

/** An interview as short as one can be: opened, one question answered, ended; and what Koji has of it. */
async function play(respondent: Respondent, product: Product, mode = 'popup'): Promise<Interview> {
  if (mode !== 'inline') await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
  await respondent.endInterview();
  return completedBy(respondent, product);
}

async function completedBy(respondent: Respondent, product: Product): Promise<Interview> {
  const interview = await product.completed(await respondent.interviewId());
  expect(interview.reason).toBe('respondent_left');
  expect(interview.stats.respondent_messages).toBeGreaterThan(0);
  expect(respondent.eventsNamed('complete')).toHaveLength(1);
  return interview;
}

test.describe('policies', () => {
  const STRICTEST =
    "default-src 'none'; script-src 'nonce-guest'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

  for (const mode of ['inline', 'popup', 'fullscreen']) {
    test(`a nonce for the script tag alone, nothing inline and no Trusted Types policy: ${mode}`, async ({
      page,
      product,
      respondent,
    }) => {
      const koji = `<script nonce="guest" async src="/koji.js" data-mode="${mode}"></script>`;
      await serve(page, PLAIN + koji, { 'content-security-policy': STRICTEST });
      if (mode !== 'popup') {
        await play(respondent, product, mode);
        return;
      }
      await respondent.launcher.click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      while ((await respondent.question()).type !== 'ranking') await respondent.answer();
      const ranking = await respondent.question();
      const rows = respondent.group(ranking).getByRole('listitem');
      const last = (await rows.last().locator('.item').innerText()).trim();
      const middleOf = async (row: Locator) => {
        const { x, y, width, height } = (await row.boundingBox())!;
        return [x + width / 2, y + height / 2] as const;
      };
      await rows.last().scrollIntoViewIfNeeded();
      await page.mouse.move(...(await middleOf(rows.last().locator('.place'))));
      await page.mouse.down();
      await page.mouse.move(...(await middleOf(rows.first())), { steps: 5 });
      await page.mouse.up();
      await expect(rows.first()).toContainText(last);
      await respondent.send.click();
      await respondent.waitForReply(await respondent.interviewerTurns.count());
      await respondent.endInterview();
      const { transcript } = await completedBy(respondent, product);
      const order = transcript.find(({ answer }) => answer?.question_id === ranking.id)?.answer?.value;
      expect((order as string[])[0]).toBe(last);
    });
  }

  test('a page that is isolated from other origins (COOP and COEP)', async ({ page, product, respondent, site }) => {
    await page.goto(
      site.addPage('/isolated', PLAIN + tag(product), {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      }),
    );
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await play(respondent, product);
  });
});

test.describe('frames', () => {
  /** Somebody in a frame of a page. */
  const inFrame = async (page: Page) => {
    const visitor = new Respondent(page, page.frameLocator('iframe'));
    await visitor.recordHostEvents();
    return visitor;
  };
  const FRAME = 'style="width: 900px; height: 700px"';

  for (const [what, sandbox] of [
    ['of another site', ''],
    ['in a sandbox with its own origin', 'sandbox="allow-scripts allow-same-origin"'],
  ] as const) {
    test(`a frame ${what}`, async ({ page, product, site }) => {
      const visitor = await inFrame(page);
      const framed = site.addPage('/framed', PLAIN + tag(product));
      const framing = site.addPage('/framing', `${PLAIN}<iframe ${FRAME} ${sandbox} src="${framed}"></iframe>`);
      // Ports make other origins; other names make other sites, whose storage is set apart.
      await page.goto(framing.replace('127.0.0.1', 'localhost'));
      await play(visitor, product);
      const frame = page.frameLocator('iframe');
      await frame.getByRole('button', { name: 'Loved it' }).click();
      await frame.getByRole('textbox').fill('Short, which I liked.');
      await visitor.send.click();
      await expect
        .poll(() => visitor.eventsNamed('feedback').at(-1)?.detail)
        .toMatchObject({ rating: 'loved_it', message: 'Short, which I liked.' });
    });
  }

  test('a sandbox without an origin, where the proxy takes every origin', async ({ page, site, startOther }) => {
    const open = await startOther({ KOJI_ALLOWED_ORIGINS: '*' });
    const visitor = await inFrame(page);
    const framed = site.addPage('/framed', PLAIN + tag(open));
    await page.goto(
      site.addPage('/framing', `${PLAIN}<iframe ${FRAME} sandbox="allow-scripts" src="${framed}"></iframe>`),
    );
    await play(visitor, open);
  });

  test.describe('', () => {
    // The browser's own words for an answer that the proxy gives to no page but those it knows.
    test.use({ usual: /CORS policy|net::ERR_FAILED/ });

    test('a sandbox without an origin: the proxy, which does not know it, is not reached, and the visitor is told so', async ({
      page,
      product,
      site,
    }) => {
      const visitor = await inFrame(page);
      const framed = site.addPage('/framed', PLAIN + tag(product));
      await page.goto(
        site.addPage('/framing', `${PLAIN}<iframe ${FRAME} sandbox="allow-scripts" src="${framed}"></iframe>`),
      );
      await visitor.launcher.click();
      const frame = page.frameLocator('iframe');
      await expect(frame.getByRole('heading', { name: 'That did not work' })).toBeVisible();
      await expect(frame.getByRole('button', { name: 'Try again' })).toBeVisible();
      expect(visitor.eventsNamed('error').map(({ detail }) => detail)).toEqual([
        expect.objectContaining({ code: 'unreachable', recoverable: true }),
      ]);
    });
  });
});

test('storage that throws, as with all cookies blocked', async ({ page, product, respondent, site }) => {
  await page.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException(`Failed to read '${name}': access is denied for this document.`, 'SecurityError');
        },
      });
    }
    Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} });
  });
  await page.goto(site.addPage('/no-storage', PLAIN + tag(product)));
  await play(respondent, product);
});

test.describe('styles', () => {
  for (const mode of ['inline', 'popup']) {
    test(`a page that unsets everything, with all the importance there is: ${mode}`, async ({
      page,
      product,
      respondent,
      site,
    }) => {
      await page.goto(site.addPage('/reset', hostPage('reset', tag(product, `data-mode="${mode}"`))));
      if (mode === 'popup') await respondent.launcher.click();
      await expect(respondent.box).toBeVisible();
      expect(await respondent.box.evaluate(box => getComputedStyle(box).fontSize)).toBe('16px');
      await respondent.answer();
      await respondent.endInterview();
      await completedBy(respondent, product);
    });
  }

  for (const mode of ['popup', 'drawer', 'fullscreen']) {
    test(`a body that fixed things are fixed to (transform, filter), five screens long, from right to left: ${mode}`, async ({
      page,
      product,
      respondent,
      site,
    }) => {
      const koji = tag(product, `data-mode="${mode}" data-trigger="#why"`);
      await page.goto(site.addPage('/lifted', hostPage('lifted', koji)));
      await page.getByRole('button', { name: 'Tell us why' }).click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      const { width, height } = page.viewportSize()!;
      await expect
        .poll(async () => {
          const { x, y, ...size } = (await respondent.panel.boundingBox())!;
          return x >= 0 && y >= 0 && x + size.width <= width && y + size.height <= height;
        })
        .toBe(true);
      const box = (await respondent.panel.boundingBox())!;
      if (mode === 'fullscreen') expect(box).toEqual({ x: 0, y: 0, width, height });
      else expect(box.width).toBe(mode === 'popup' ? 400 : 440);
      expect(await page.evaluate(() => scrollY)).toBe(0);
      await respondent.answer();
      await respondent.endInterview();
      await completedBy(respondent, product);
      await respondent.callKoji('close');
      await expect(respondent.panel).toBeHidden();
    });
  }
});

test.describe('other people’s scripts', () => {
  // Prototype.js and MooTools are not on npm as a page has them: what they put into one is written down in the pages themselves.
  for (const name of ['prototype', 'mootools', 'zone', 'watched']) {
    test(`a whole interview on a page with what ${name} puts into it`, async ({ page, product, respondent, site }) => {
      site.addPage('/zone.js', readFileSync(require.resolve('zone.js'), 'utf8'));
      await page.addInitScript(spareTheTest);
      await page.goto(site.addPage(`/${name}`, hostPage(name, tag(product))));
      if (name === 'zone') expect(await page.evaluate(() => String(Promise))).toContain('ZoneAwarePromise');
      await respondent.launcher.click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      const answered = await respondent.answerAll();
      const { reason, transcript } = await product.completed(await respondent.interviewId());
      expect(reason).toBe('natural');
      // Lists arrive as lists.
      const ranking = answered.find(({ type }) => type === 'ranking')!;
      const order = transcript.find(({ answer }) => answer?.question_id === ranking.id)?.answer?.value;
      expect(order).toHaveLength(5);
    });
  }

  test('a fetch that gives no stream: a reply comes as a whole, a while later', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await page.goto(site.addPage('/streamless', hostPage('streamless', tag(product))));
    const { stats } = await play(respondent, product);
    expect(stats.respondent_messages).toBe(1);
  });

  test('blockers: no address of ours has a word on their lists, and nothing depends on a ping', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await page.route(/beacon|collect|track|analytics|telemetry|pixel|\bads?\b|metric|log\b/i, route => route.abort());
    await page.addInitScript(() => {
      navigator.sendBeacon = () => true;
      const { fetch } = window;
      window.fetch = (input, init) => (init?.keepalive ? new Promise(() => {}) : fetch(input, init));
      Object.defineProperty(window, 'fetchLater', { value: undefined });
    });
    await page.goto(site.addPage('/blocked', PLAIN + tag(product)));
    await play(respondent, product);
    expect(asked.filter(path => /\/koji/.test(path)).length).toBeGreaterThan(5);
  });
});

test.describe('frameworks', () => {
  test('a router that replaces the whole body takes neither the interview nor what is being typed', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    for (const path of ['/visits/one', '/visits/two']) site.addPage(path, hostPage('visits', tag(product)));
    await page.goto(`${site.origin}/visits/one`);
    const before = await page.evaluate(() => history.length);
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.box.fill('Half a thought');
    await page.getByRole('link', { name: 'Two' }).click();
    await expect(page).toHaveURL(/two$/);
    await expect(respondent.box).toHaveValue('Half a thought');
    await respondent.answer();
    await page.goBack();
    await expect(page).toHaveURL(/one$/);
    await expect(respondent.ownTurns).toHaveCount(1);
    await page.getByRole('button', { name: 'Write anew' }).click();
    await expect(page.getByRole('heading', { name: 'Written anew' })).toBeVisible();
    await expect(respondent.panel).toHaveCount(1);
    await respondent.endInterview();
    expect(respondent.eventsNamed('start')).toHaveLength(1);
    await completedBy(respondent, product);
    // The visit of the second page is the router's own.
    expect(await page.evaluate(() => history.length)).toBe(before + 1);
  });
});

test.describe('keys, dialogs and the focus of the page', () => {
  const heardBy = (page: Page) => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));

  test('what is typed is no shortcut of the page, and the widget’s Escape none of the page’s dialogs', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await page.goto(site.addPage('/keys', hostPage('keys', tag(product, 'data-trigger="#why"'))));
    await page.keyboard.press('/');
    await expect(page.getByLabel('Search')).toBeFocused();
    await page.getByRole('button', { name: 'Tell us why' }).click();
    await expect(respondent.box).toBeFocused();
    await expect(respondent.end).toBeVisible();
    await heardBy(page);
    await page.keyboard.type('gi/?k Enter ');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Escape');
    await expect(respondent.panel).toBeHidden();
    expect(await heardBy(page)).toEqual([]);
    await expect(page.getByRole('button', { name: 'Tell us why' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(respondent.box).toHaveValue('gi/?k Enter \n');

    // While a modal dialog of the page's is open, nothing behind it can be reached: that is what one is for.
    await page.evaluate(() => document.querySelector('dialog')!.showModal());
    await expect(page.getByLabel('Name')).toBeFocused();
    await page.keyboard.type('Ines');
    await expect(page.getByLabel('Name')).toHaveValue('Ines');
    await expect(respondent.panel).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
    await expect(respondent.panel).toBeVisible();

    // A trap of the page's own making keeps the focus; nobody fights for it.
    await page.evaluate(() => (window as unknown as { openDrawer(open: boolean): void }).openDrawer(true));
    await heardBy(page);
    await respondent.box.click();
    await expect(page.getByLabel('In the drawer')).toBeFocused();
    expect((await heardBy(page)).filter(what => what === 'trapped').length).toBeLessThanOrEqual(2);
    await page.evaluate(() => (window as unknown as { openDrawer(open: boolean): void }).openDrawer(false));

    await respondent.box.fill('The price.');
    await respondent.send.click();
    await respondent.waitForReply(1);
    await respondent.endInterview();
    await completedBy(respondent, product);
  });

  test('nor is what is typed before the rest of the widget has come', async ({ page, product, respondent, site }) => {
    const release = await delayRequests(page, DEFERRED_CHUNK);
    await page.goto(site.addPage('/keys', hostPage('keys', tag(product))));
    // Nobody types on a button: there the page's shortcuts go on.
    await respondent.launcher.focus();
    await page.keyboard.press('g');
    expect(await heardBy(page)).toEqual(['g', 'pressed g']);
    await respondent.launcher.click();
    await expect(respondent.box).toBeFocused();
    await heardBy(page);
    await page.keyboard.type('gi/?k ');
    expect(await heardBy(page)).toEqual([]);
    await expect(respondent.box).toHaveValue('gi/?k ');
    release();
    await respondent.send.click();
    await respondent.waitForReply(1);
    await page.keyboard.press('Escape');
    await expect(respondent.launcher).toBeFocused();
    await page.keyboard.press('g');
    expect(await heardBy(page)).toEqual(['g', 'pressed g']);
  });

  test('a shortcut that listens while capturing hears every key, and from which element it comes', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const listening = `<script>
      heard = [];
      addEventListener('keydown', ({ key, target }) => heard.push(key + ' ' + target.localName), true);
    </script>`;
    await page.goto(site.addPage('/capturing', PLAIN + listening + tag(product)));
    await respondent.launcher.click();
    await expect(respondent.box).toBeFocused();
    await page.keyboard.press('g');
    expect(await heardBy(page)).toEqual(['g koji-interview-host']);
    await expect(respondent.box).toHaveValue('g');
  });

  test('inside a modal dialog of the page’s: Escape closes the interview, and only then the dialog', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    // The script tag's widget is put where the page says, as a target of `mount` would be.
    await page.goto(site.addPage('/modal', hostPage('keys', tag(product))));
    await expect(respondent.launcher).toBeVisible();
    await page.evaluate(() => {
      const dialog = document.querySelector('dialog')!;
      dialog.append(document.querySelector('koji-interview-host')!);
      dialog.showModal();
    });
    await respondent.launcher.click();
    await expect(respondent.box).toBeFocused();
    await respondent.answer();
    await page.keyboard.press('Escape');
    await expect(respondent.panel).toBeHidden();
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
    await page.evaluate(() => document.querySelector('dialog')!.showModal());
    await respondent.launcher.click();
    await respondent.endInterview();
    await completedBy(respondent, product);
  });
});

test.describe('inclusion', () => {
  test('early: in the head, before there is a body, and twice', async ({ page, product, respondent, site }) => {
    const early = tag(product).replace(' async', '');
    await page.goto(
      site.addPage(
        '/early',
        `<!doctype html><html lang="en"><head><title>Early</title>${early}${early}</head><body><p>Words.</p></body></html>`,
      ),
    );
    await expect(page.locator('html > body > p')).toHaveText('Words.');
    await expect(respondent.launcher).toHaveCount(1);
    await play(respondent, product);
  });

  test('late: by a script, long after the page has come, and again from another origin', async ({
    page,
    product,
    scriptedInterviewer,
    respondent,
    site,
  }) => {
    await page.goto(site.addPage('/late', PLAIN));
    await page.waitForLoadState('load');
    const include = (origin: string, study: string) =>
      page.evaluate(
        ([address, proxy, study]) => {
          const script = document.createElement('script');
          Object.assign(script.dataset, { proxy, study });
          script.src = address!;
          document.head.append(script);
          return new Promise(resolve => script.addEventListener('load', resolve));
        },
        [`${origin}/koji.js`, `${product.origin}/koji`, study],
      );
    await include(product.origin, 'churn');
    // A second copy, from elsewhere.
    await include(scriptedInterviewer.pageUrl().split('/?')[0]!, 'churn');
    await expect(respondent.launcher).toHaveCount(1);
    await play(respondent, product);
  });
});

test('a page without HTTPS, which has neither locks nor random UUIDs', async ({ page, product, respondent }) => {
  const elsewhere = 'http://shop.example';
  await page.route(`${elsewhere}/**`, async route => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/')
      return route.fulfill({ contentType: 'text/html', body: PLAIN + tag({ origin: '' } as Product) });
    // The proxy takes what comes from its own host, which it is told is this one.
    const headers = { ...(await route.request().allHeaders()), host: new URL(elsewhere).host };
    return route.fulfill({ response: await route.fetch({ url: product.origin + pathname, headers }) });
  });
  await page.goto(elsewhere);
  expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto, 'locks' in navigator])).toEqual([
    false,
    false,
    false,
  ]);
  await play(respondent, product);
});

test.describe('savers of data', () => {
  test.beforeEach(({ page }) =>
    page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) }),
    ),
  );

  test('nothing of the widget is fetched until they point at it or open it, and nothing opens by itself', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const asked: string[] = [];
    page.on('request', request => {
      if (request.url().startsWith(product.origin)) asked.push(new URL(request.url()).pathname);
    });
    for (const trigger of ['delay:0s', 'launcher']) {
      asked.length = 0;
      await page.goto(site.addPage(`/saving-${trigger}`, PLAIN + tag(product, `data-trigger="${trigger}"`)));
      await expect.poll(() => page.evaluate(() => 'Koji' in window)).toBe(true);
      await page.waitForTimeout(800);
      await expect(respondent.panel).toHaveCount(0);
      // What watches for a trigger is a few hundred bytes.
      expect(
        asked.filter(path => !/triggers-/.test(path)),
        trigger,
      ).toEqual(['/koji.js']);
    }
    await play(respondent, product);
  });
});

/** https://wicg.github.io/layout-instability/#sec-layout-shift */
interface Shift {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

interface Moved {
  /** Names of the page's own elements that were moved. */
  ofPage: string[];
  /** The sum of what counts, which is never less than the page's CLS. */
  score: number;
}

test('of the page nothing changes, from before to after: history, storage, title, address, layout, selection', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.addInitScript(() => {
    const moved = { ofPage: [] as string[], score: 0 };
    Object.assign(window, { moved });
    new PerformanceObserver(list => {
      for (const shift of list.getEntries() as unknown as Shift[]) {
        // The browser names no node that is in a shadow root.
        for (const { node } of shift.sources)
          if (node && !(node as Element).shadowRoot) moved.ofPage.push(node.nodeName);
        if (!shift.hadRecentInput) moved.score += shift.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const look = () =>
    page.evaluate(async () => ({
      address: location.href,
      title: document.title,
      entries: history.length,
      state: history.state,
      kept: [...Object.keys(sessionStorage), ...Object.keys(localStorage), document.cookie],
      databases: (await indexedDB.databases()).length,
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      selected: String(getSelection()),
      scroll: [scrollX, scrollY],
      restoration: history.scrollRestoration,
      overflow: [document.documentElement, document.body].map(element => getComputedStyle(element).overflow),
      size: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
      children: [document.documentElement, document.head, document.body].map(
        ({ children }) => [...children].filter(({ shadowRoot }) => !shadowRoot).length,
      ),
      attributes: [document.documentElement, document.body].map(element => element.getAttributeNames()),
      viewport: document.querySelector('meta[name=viewport]')?.getAttribute('content'),
    }));
  const content = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>
    <body style="height: 3000px"><p>Words of the page.</p>${tag(product)}</body></html>`;
  // A page that has been to others before.
  await page.goto(site.addPage('/before', PLAIN));
  await page.goto(site.addPage('/untouched', content));
  await expect(respondent.launcher).toBeVisible();
  await page.evaluate(() => {
    scrollTo(0, 300);
    getSelection()!.selectAllChildren(document.querySelector('p')!);
  });
  const before = await look();
  expect(before.kept).toEqual(['']);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
  const during = await look();
  // What is being talked about is kept for this tab, under our own name.
  expect(during.kept.filter(name => name && !name.startsWith('koji:'))).toEqual([]);
  // The browser has one selection, which is in the box now.
  expect({ ...during, kept: before.kept, selected: '' }).toEqual({ ...before, selected: '' });
  await respondent.endInterview();
  await completedBy(respondent, product);
  await respondent.callKoji('destroy');
  await expect(respondent.thanks).toHaveCount(0);
  expect({ ...(await look()), selected: '' }).toEqual({ ...before, selected: '' });
  const { ofPage, score } = await page.evaluate(() => (window as unknown as { moved: Moved }).moved);
  expect(ofPage).toEqual([]);
  // What moves within the widget counts as the page's, too; up to 0.1 is "good" (https://web.dev/articles/cls).
  expect(score).toBeLessThan(0.1);
});
