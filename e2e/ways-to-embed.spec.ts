import { bundleApps } from './support/bundle-apps.ts';
import { expect, test } from './support/fixtures.ts';
import { scriptTag } from './support/host-page.ts';
import type { Product } from './support/product.ts';
import type { Site } from './support/site.ts';

let apps: Record<'mount' | 'element', string>;
test.beforeAll(async () => {
  apps = await bundleApps('mount', 'element');
});

test.describe('the script tag', () => {
  test('works on a page of another origin that the proxy allows', async ({ product, respondent, site }) => {
    const id = await respondent.openInterview(site.addPage('/tag', scriptTag(product)));
    await respondent.answer();
    await respondent.endInterview();
    expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
  });

  test('runs calls from before it loaded', async ({ page, product, respondent, site }) => {
    const stub = `<script>
      window.Koji = window.Koji || function () { (Koji.q = Koji.q || []).push(arguments) };
      Koji('on', 'koji-start', event => { document.title = event.detail.interviewId });
      Koji('open');
    </script>`;
    await page.goto(site.addPage('/stub', stub + scriptTag(product)));
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await expect(page).toHaveTitle(await respondent.interviewId());
  });

  test('offers open, close, on and destroy as methods once it has run', async ({ page, product, respondent, site }) => {
    await page.goto(site.addPage('/named', scriptTag(product)));
    await expect(respondent.launcher).toBeVisible();
    await page.evaluate(() => {
      const { Koji } = window as unknown as { Koji: Record<string, (...args: unknown[]) => () => void> };
      const undo = Koji.on!('koji-close', () => {
        document.title += ' closed';
        undo();
      });
      Koji.open!();
    });
    await expect(respondent.interviewerTurns).toHaveCount(1);
    for (const call of ['close', 'open', 'close'] as const) await respondent.callKoji(call);
    await expect(respondent.panel).toBeHidden();
    await expect(page).toHaveTitle('closed');
    await respondent.callKoji('destroy');
    await expect(respondent.launcher).toHaveCount(0);
  });

  test('loads the widget when the mouse is over the launcher, and starts the interview only when it is pressed', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const requestPaths: string[] = [];
    page.on('requestfinished', request =>
      requestPaths.push(new URL(request.url()).pathname.replace(/-[\w-]{8}\.js$/, '.js')),
    );
    await page.goto(site.addPage('/pointed', scriptTag(product)));
    const launcher = await respondent.launcher.elementHandle();
    await respondent.launcher.hover();
    await expect.poll(() => requestPaths).toEqual(['/pointed', '/koji.js', '/koji-embed/widget.js']);
    // A launcher that is replaced between mousedown and mouseup gets no click.
    await page.mouse.down();
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)));
    expect(await launcher!.evaluate(button => button.isConnected)).toBe(true);
    await page.mouse.up();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    // Playwright reports the request a moment after its result is visible.
    await expect.poll(() => requestPaths.slice(3)).toContain('/koji/start');
    expect(requestPaths.slice(3)).not.toContain('/koji-embed/widget.js');
  });

  test('opens from a button of the page and moves the focus to the answer box', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const button = '<button id="why">Tell us why</button>';
    await page.goto(site.addPage('/own', button + scriptTag(product, 'data-trigger="#why"')));
    await expect.poll(() => page.evaluate(() => 'Koji' in window)).toBe(true);
    await expect(respondent.launcher).toHaveCount(0);
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Tell us why' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await expect(respondent.answerBox).toBeFocused();
  });

  test('asks for consent before it sends or stores anything', async ({ page, product, respondent, site }) => {
    const requestPaths: string[] = [];
    page.on('request', request => requestPaths.push(new URL(request.url()).pathname));
    await page.goto(site.addPage('/consent', scriptTag(product, 'data-consent')));
    await respondent.launcher.click();
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(respondent.panel).toBeHidden();
    await respondent.launcher.click();
    await expect(page.getByRole('button', { name: 'Agree and start' })).toBeVisible();
    expect(requestPaths.filter(path => path.startsWith('/koji/'))).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    await page.getByRole('button', { name: 'Agree and start' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
  });

  for (const mode of ['drawer', 'fullscreen', 'inline']) {
    test(`runs an interview in ${mode} mode`, async ({ page, product, respondent, site }) => {
      await page.goto(site.addPage(`/${mode}`, `<main></main>${scriptTag(product, `data-mode="${mode}"`)}`));
      if (mode !== 'inline') await respondent.launcher.click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      await respondent.answer();
    });
  }
});

test.describe('mount()', () => {
  /** Adds a page with the sample application. Returns its address. */
  const addMountPage = ({ origin }: Product, site: Site) => {
    site.addPage('/mount.js', apps.mount);
    const buttons = ['show', 'hide', 'end', 'wrong'].map(id => `<button id="${id}">${id}</button>`).join('');
    const address = site.addPage(
      '/mount',
      `${buttons}<ul id="events"></ul><div id="view"></div><script type="module" src="/mount.js"></script>`,
    );
    return `${address}?proxy=${origin}/koji`;
  };

  test('runs inline with events, status and own texts, and completes from code', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await page.goto(addMountPage(product, site));
    await page.getByRole('button', { name: 'show' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.answer();
    await page.getByRole('button', { name: 'end', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Tack!' })).toBeVisible();
    await expect(page.getByRole('listitem')).toHaveText(['started', 'manual, completed']);
    expect((await product.waitForCompletion(await respondent.interviewId())).reason).toBe('manual');
  });

  test('resumes the same interview after destroy() and another mount()', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await page.goto(addMountPage(product, site));
    await page.getByRole('button', { name: 'show' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    const id = await respondent.interviewId();
    await respondent.answer();
    await page.getByRole('button', { name: 'hide' }).click();
    await expect(respondent.log).toHaveCount(0);
    await page.getByRole('button', { name: 'show' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(2);
    await respondent.answer();
    expect(await respondent.interviewId()).toBe(id);
    await expect(page.getByRole('listitem')).toHaveText(['started', 'resumed']);
  });

  test('throws an error that names a wrong option', async ({ page, product, site }) => {
    await page.goto(addMountPage(product, site));
    await page.getByRole('button', { name: 'wrong' }).click();
    await expect(page.getByRole('listitem')).toHaveText(
      'TypeError: koji-embed: option "mode" is "sideways", expected one of popup, inline, drawer, fullscreen.',
    );
  });
});

test.describe('<koji-interview>', () => {
  /** Adds a page with the element. Returns its address. */
  const addElementPage = ({ origin }: Product, site: Site) => {
    site.addPage('/element.js', apps.element);
    const element = `<koji-interview proxy="${origin}/koji"></koji-interview>`;
    return site.addPage('/element', `<main>${element}</main><script type="module" src="/element.js"></script>`);
  };

  test('runs an inline interview at its place in the page', async ({ page, product, respondent, site }) => {
    await page.goto(addElementPage(product, site));
    await expect(page.locator('main koji-interview').getByRole('log')).toBeVisible();
    const id = await respondent.interviewId();
    await respondent.answer();
    await respondent.endInterview();
    expect((await product.waitForCompletion(id)).stats.respondent_messages).toBe(1);
  });

  test('keeps its interview when it is moved, and follows changed attributes', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await page.goto(addElementPage(product, site));
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.answer();
    await page.evaluate(() => document.body.append(document.querySelector('koji-interview')!));
    await expect(respondent.interviewerTurns).toHaveCount(2);
    await page.locator('koji-interview').evaluate(element => element.setAttribute('mode', 'popup'));
    await expect(respondent.panel).toBeVisible();
    await expect(respondent.interviewerTurns).toHaveCount(2);
    expect(new Set(respondent.eventsNamed('start').map(({ detail }) => detail?.interviewId)).size).toBe(1);
  });
});
