import { completeShortInterview, expect, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';

test('a blocking script tag works in the head, before the body exists, and twice', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const blockingTag = scriptTag(product).replace(' async', '');
  await page.goto(
    site.addPage(
      '/early',
      `<!doctype html><html lang="en"><head><title>Early</title>${blockingTag}${blockingTag}</head><body><p>Words.</p></body></html>`,
    ),
  );
  await expect(page.locator('html > body > p')).toHaveText('Words.');
  await expect(respondent.launcher).toHaveCount(1);
  await completeShortInterview(respondent, product);
});

test('an image, a form or a frame that has a name of the document hides nothing from the script', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const requests: string[] = [];
  page.on('request', request => requests.push(request.url()));
  site.addPage('/evil/koji.js', 'document.title = "evil"');
  site.addPage('/evil/p.png', '');
  const clobbered = `<a id="Koji">a</a><form name="body"></form><iframe name="documentElement" hidden></iframe>
    <img name="currentScript" src="/evil/p.png" data-mode="inline" data-base="/evil/">`;
  await page.goto(site.addPage('/clobbered', PLAIN_PAGE + clobbered + scriptTag(product)));
  await completeShortInterview(respondent, product);
  expect(requests.filter(url => /evil/.test(url) && !/p\.png$/.test(url))).toEqual([]);
});

test('options in the address work where a tag manager drops the attributes; no interview starts unasked', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const starts: string[] = [];
  page.on('request', request => request.url().endsWith('/koji/start') && starts.push(request.postData()!));
  const options = new URLSearchParams({ proxy: `${product.origin}/koji`, study: 'churn', consent: 'true' });
  await page.goto(site.addPage('/manager', PLAIN_PAGE));
  // What Google Tag Manager makes of a script tag in a "Custom HTML" tag.
  await page.evaluate(address => {
    const script = document.createElement('script');
    script.async = true;
    script.src = address;
    document.body.append(script);
  }, `${product.origin}/koji.js?${options}`);
  await respondent.launcher.click();
  await expect(page.getByRole('button', { name: 'Agree and start' })).toBeVisible();
  expect(starts).toEqual([]);
  await page.getByRole('button', { name: 'Agree and start' }).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  expect(JSON.parse(starts[0]!)).toMatchObject({ study: 'churn' });
});

test('a tag in a fragment that jQuery loads finds itself and its options', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.goto(site.addPage('/fragment', `${PLAIN_PAGE}<main></main>`));
  await page.evaluate(
    async ([markup, address]) => {
      // As jQuery's `.load()`: the script tag is put into the page inert, its file is fetched, and
      // its code runs in an inline script that is removed at once.
      document.querySelector('main')!.innerHTML = markup!;
      const script = document.createElement('script');
      script.text = await (await fetch(address!)).text();
      document.querySelector('head')!.append(script);
      script.remove();
    },
    [scriptTag(product, 'data-consent'), `${product.origin}/koji.js`],
  );
  await respondent.launcher.click();
  await page.getByRole('button', { name: 'Agree and start' }).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
});

test.describe('a script that an optimiser has moved to another folder', () => {
  test.use({ ignoredConsoleMessages: /Failed to load resource|koji-embed: .*Option "base"/ });

  test('finds its modules with data-base; without it the error names that option', async ({
    page,
    product,
    respondent,
    site,
    consoleMessages,
  }) => {
    const code = await (await fetch(`${product.origin}/koji.js`)).text();
    const address = site.addPage('/cache/a1b2c3.js', code);
    const tag = (attributes: string) => `<script src="${address}" data-proxy="${product.origin}/koji" ${attributes}>`;
    await page.goto(site.addPage('/moved', `${PLAIN_PAGE}${tag(`data-base="${product.origin}"`)}</script>`));
    await completeShortInterview(respondent, product);
    expect(consoleMessages).toEqual([]);

    const named = site.addPage('/cache/koji.js', code);
    await page.goto(site.addPage('/lost', `${PLAIN_PAGE}${tag('').replace(address, named)}</script>`));
    await respondent.launcher.click();
    await expect.poll(() => consoleMessages.join()).toContain('Option "base"');
    await expect.poll(() => respondent.eventsNamed('error')).toMatchObject([{ detail: { code: 'unreachable' } }]);
  });
});

test('an inline interview below the fold or in a hidden part of the page starts once it can be seen', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const requests: string[] = [];
  page.on('request', request => requests.push(new URL(request.url()).pathname));
  const tag = scriptTag(product, 'data-mode="inline"');
  for (const [name, before, show] of [
    ['hidden', '<div id="tab" style="display: none">', () => document.querySelector('#tab')!.removeAttribute('style')],
    ['details', '<details><summary>More</summary>', () => document.querySelector('details')!.setAttribute('open', '')],
    ['below', '<div style="height: 3000px"></div>', () => scrollTo(0, 3000)],
  ] as const) {
    requests.length = 0;
    await page.goto(site.addPage(`/inline-${name}`, PLAIN_PAGE + before + tag));
    await expect.poll(() => requests.filter(path => /triggers-/.test(path)).length, name).toBe(1);
    await page.waitForTimeout(500);
    expect(
      requests.filter(path => /widget-|start$/.test(path)),
      name,
    ).toEqual([]);
    await page.evaluate(show);
    await expect(respondent.interviewerTurns, name).toHaveCount(1);
    expect(
      requests.filter(path => /start$/.test(path)),
      name,
    ).toHaveLength(1);
    await page.evaluate(() => sessionStorage.clear());
  }
});

test('a script adds the widget after the page has loaded; a second copy from another origin adds nothing', async ({
  page,
  product,
  scriptedInterviewer,
  respondent,
  site,
}) => {
  await page.goto(site.addPage('/late', PLAIN_PAGE));
  await page.waitForLoadState('load');
  const addScript = (origin: string, study: string) =>
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
  await addScript(product.origin, 'churn');
  await addScript(scriptedInterviewer.pageUrl().split('/?')[0]!, 'churn');
  await expect(respondent.launcher).toHaveCount(1);
  await completeShortInterview(respondent, product);
});
