import { expect, test } from './support/fixtures.ts';
import { bundleApps } from './support/npm-package.ts';
import type { Product } from './support/product.ts';
import type { Site } from './support/site.ts';

let apps: Record<'mount' | 'element', string>;
test.beforeAll(async () => {
  apps = await bundleApps('mount', 'element');
});

const scriptTag = ({ origin }: Product, attributes = '') =>
  `<script async src="${origin}/koji.js" data-proxy="${origin}/koji" ${attributes}></script>`;

test.describe('script tag', () => {
  test('on a page of another origin, which the proxy allows', async ({ product, respondent, site }) => {
    const id = await respondent.openInterview(site.addPage('/tag', scriptTag(product)));
    await respondent.answer();
    await respondent.endInterview();
    expect((await product.completed(id)).reason).toBe('respondent_left');
  });

  test('calls made before it has come are carried out when it comes', async ({ page, product, respondent, site }) => {
    const stub = `<script>
      window.Koji = window.Koji || function () { (Koji.q = Koji.q || []).push(arguments) };
      Koji('on', 'koji-start', event => { document.title = event.detail.interviewId });
      Koji('open');
    </script>`;
    await page.goto(site.addPage('/stub', stub + scriptTag(product)));
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await expect(page).toHaveTitle(await respondent.interviewId());
  });

  test('open, close, on and destroy work by their names once it has run', async ({
    page,
    product,
    respondent,
    site,
  }) => {
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

  test('whoever points at the launcher has the widget by the time of pressing it, and nothing has begun', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const asked: string[] = [];
    page.on('requestfinished', request => asked.push(new URL(request.url()).pathname.replace(/-\w+\.js$/, '.js')));
    await page.goto(site.addPage('/pointed', scriptTag(product)));
    const launcher = await respondent.launcher.elementHandle();
    await respondent.launcher.hover();
    await expect.poll(() => asked).toEqual(['/pointed', '/koji.js', '/koji-embed/widget.js']);
    // Drawn anew under the finger, it would lose the click.
    await page.mouse.down();
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)));
    expect(await launcher!.evaluate(button => button.isConnected)).toBe(true);
    await page.mouse.up();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    // It is told a moment after it is seen.
    await expect.poll(() => asked.slice(3)).toContain('/koji/start');
    expect(asked.slice(3)).not.toContain('/koji-embed/widget.js');
  });

  test('opens from a button of the page’s own, which has the focus again afterwards', async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const button = '<button id="why">Tell us why</button>';
    await page.goto(site.addPage('/own', button + scriptTag(product, 'data-trigger="#why"')));
    await expect.poll(() => page.evaluate(() => 'Koji' in window)).toBe(true);
    await expect(respondent.launcher).toHaveCount(0);
    await page.getByRole('button', { name: 'Tell us why' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await expect(respondent.box).toBeFocused();
  });

  test('asks for consent before anything is sent or stored', async ({ page, product, respondent, site }) => {
    const sent: string[] = [];
    page.on('request', request => sent.push(new URL(request.url()).pathname));
    await page.goto(site.addPage('/consent', scriptTag(product, 'data-consent')));
    await respondent.launcher.click();
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(respondent.panel).toBeHidden();
    await respondent.launcher.click();
    await expect(page.getByRole('button', { name: 'Agree and start' })).toBeVisible();
    expect(sent.filter(path => path.startsWith('/koji/'))).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    await page.getByRole('button', { name: 'Agree and start' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
  });

  for (const mode of ['drawer', 'fullscreen', 'inline']) {
    test(`mode ${mode}`, async ({ page, product, respondent, site }) => {
      await page.goto(site.addPage(`/${mode}`, `<main></main>${scriptTag(product, `data-mode="${mode}"`)}`));
      if (mode !== 'inline') await respondent.launcher.click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      await respondent.answer();
    });
  }
});

test.describe('mount()', () => {
  const page = ({ origin }: Product, site: Site) => {
    site.addPage('/mount.js', apps.mount);
    const buttons = ['show', 'hide', 'end', 'wrong'].map(id => `<button id="${id}">${id}</button>`).join('');
    const address = site.addPage(
      '/mount',
      `${buttons}<ul id="news"></ul><div id="view"></div><script type="module" src="/mount.js"></script>`,
    );
    return `${address}?proxy=${origin}/koji`;
  };

  test('inline: its events, its status, its words, and an end by hand', async ({
    page: tab,
    product,
    respondent,
    site,
  }) => {
    await tab.goto(page(product, site));
    await tab.getByRole('button', { name: 'show' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.answer();
    await tab.getByRole('button', { name: 'end', exact: true }).click();
    await expect(tab.getByRole('heading', { name: 'Tack!' })).toBeVisible();
    await expect(tab.getByRole('listitem')).toHaveText(['started', 'manual, completed']);
    expect((await product.completed(await respondent.interviewId())).reason).toBe('manual');
  });

  test('taken down and mounted again by its application, it goes on with the same interview', async ({
    page: tab,
    product,
    respondent,
    site,
  }) => {
    await tab.goto(page(product, site));
    await tab.getByRole('button', { name: 'show' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    const id = await respondent.interviewId();
    await respondent.answer();
    await tab.getByRole('button', { name: 'hide' }).click();
    await expect(respondent.log).toHaveCount(0);
    await tab.getByRole('button', { name: 'show' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(2);
    await respondent.answer();
    expect(await respondent.interviewId()).toBe(id);
    await expect(tab.getByRole('listitem')).toHaveText(['started', 'resumed']);
  });

  test('a wrong option is an error that names it', async ({ page: tab, product, site }) => {
    await tab.goto(page(product, site));
    await tab.getByRole('button', { name: 'wrong' }).click();
    await expect(tab.getByRole('listitem')).toHaveText(
      'TypeError: koji-embed: option "mode" is "sideways", expected one of popup, inline, drawer, fullscreen.',
    );
  });
});

test.describe('<koji-interview>', () => {
  const page = ({ origin }: Product, site: Site, attributes = '') => {
    site.addPage('/element.js', apps.element);
    const element = `<koji-interview proxy="${origin}/koji" ${attributes}></koji-interview>`;
    return site.addPage('/element', `<main>${element}</main><script type="module" src="/element.js"></script>`);
  };

  test('is an inline interview where it stands', async ({ page: tab, product, respondent, site }) => {
    await tab.goto(page(product, site));
    await expect(tab.locator('main koji-interview').getByRole('log')).toBeVisible();
    const id = await respondent.interviewId();
    await respondent.answer();
    await respondent.endInterview();
    expect((await product.completed(id)).stats.respondent_messages).toBe(1);
  });

  test('keeps its interview when it is moved, and does as its attributes say when they change', async ({
    page: tab,
    product,
    respondent,
    site,
  }) => {
    await tab.goto(page(product, site));
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.answer();
    await tab.evaluate(() => document.body.append(document.querySelector('koji-interview')!));
    await expect(respondent.interviewerTurns).toHaveCount(2);
    await tab.locator('koji-interview').evaluate(element => element.setAttribute('mode', 'popup'));
    await expect(respondent.panel).toBeVisible();
    await expect(respondent.interviewerTurns).toHaveCount(2);
    expect(new Set(respondent.eventsNamed('start').map(({ detail }) => detail?.interviewId)).size).toBe(1);
  });
});
