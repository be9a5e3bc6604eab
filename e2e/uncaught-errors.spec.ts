import { interviewKey, reportsKey } from '../src/widget/storage-keys.ts';
import { bundleApps } from './support/bundle-apps.ts';
import { DEFERRED_CHUNK } from './support/delay-requests.ts';
import { expect, test } from './support/fixtures.ts';
import { PLAIN_PAGE, scriptTag } from './support/host-page.ts';
import { sendAnswerAndReply } from './support/scripted-interviewer.ts';

// Each test also fails on any uncaught error (see `uncaughtErrors`).

const MALFORMED_QUESTIONS: Record<string, unknown> = {
  'an unknown type': { id: 'x', text: 'How big?', type: 'matrix', config: {} },
  'the name of an object method as type': { id: 'x', text: 'How big?', type: 'constructor', config: {} },
  'no config': { id: 'x', text: 'How big?', type: 'scale' },
  'config null': { id: 'x', text: 'How big?', type: 'single_choice', config: null },
  'no options': { id: 'x', text: 'How big?', type: 'ranking', config: {} },
  'options that are no texts': { id: 'x', text: 'How big?', type: 'multiple_choice', config: { options: [null, {}] } },
  'an endless scale': { id: 'x', text: 'How big?', type: 'scale', config: { min: 0, max: 1e12 } },
  'a scale without numbers': { id: 'x', text: 'How big?', type: 'scale', config: { min: 'a', max: null } },
  'a scale from high to low': { id: 'x', text: 'How big?', type: 'scale', config: { min: 9, max: 1 } },
  'nothing but a type': { type: 'ranking' },
  'a text instead of an object': 'How big?',
};

for (const [name, question] of Object.entries(MALFORMED_QUESTIONS))
  test(`a malformed question from Koji with ${name} is answered in words, and the host page hears no error`, async ({
    page,
    respondent,
    scriptedInterviewer,
  }) => {
    await page.goto(scriptedInterviewer.pageUrl());
    await respondent.launcher.click();
    await respondent.answerBox.fill('It was fine.');
    await sendAnswerAndReply(scriptedInterviewer, respondent, question as never);
    await respondent.answerBox.fill('Three.');
    await sendAnswerAndReply(scriptedInterviewer, respondent);
    expect(scriptedInterviewer.receivedMessages.at(-1)).toBe('Three.');
  });

test('a report that waits to be sent and a chunk that cannot be loaded leave no error in the host page', async ({
  page,
  product,
  site,
}) => {
  const key = reportsKey(interviewKey(`${product.origin}/koji`));
  await page.addInitScript(name => {
    const report = { ticket: 'x', reason: 'respondent_left', page: 'a', seq: 1, expiresAt: Date.now() + 60_000 };
    localStorage[name] = JSON.stringify([report, null]);
  }, key);
  await page.route(DEFERRED_CHUNK, route => route.abort());
  const failed = page.waitForEvent('requestfailed', request => request.url().includes('deferred'));
  await page.goto(site.addPage('/unsent', PLAIN_PAGE + scriptTag(product)));
  await page.getByRole('button', { name: 'Share your thoughts' }).hover();
  await failed;
  // Time for an unhandled rejection.
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)));
});

test('an element whose respondent has a circular reference says so in the console only', async ({
  page,
  product,
  site,
}) => {
  const { element } = await bundleApps('element');
  site.addPage('/element.js', element);
  const tag = `<koji-interview proxy="${product.origin}/koji"></koji-interview>`;
  await page.goto(site.addPage('/circular', `${PLAIN_PAGE}${tag}<script type="module" src="/element.js"></script>`));
  const message = page.waitForEvent('console', message => message.text().includes('"respondent"'));
  await page.locator('koji-interview').evaluate(element => {
    const respondent: Record<string, unknown> = { external_id: 'A' };
    respondent.metadata = { respondent };
    Object.assign(element, { respondent });
  });
  expect((await message).text()).toContain('koji-embed: option "respondent" is [object Object], expected');
});
