import { setTimeout } from 'node:timers/promises';
import { devices, type Locator, type Page } from 'playwright/test';
import { EXTRA_QUESTIONS, STRUCTURED, valuesIn } from './support/answers.ts';
import { expect, test } from './support/fixtures.ts';
import { sendAnswer, sendMessage } from './support/scripted-interviewer.ts';

const { defaultBrowserType: _, ...phone } = devices['Galaxy S8']!;
test.use({ ...phone, viewport: { width: 360, height: 740 } });

const scroller = (page: Page) => page.locator('koji-interview-host .scroller');

/** How far a reader is from the end of what can be scrolled, in pixels. */
const fromEnd = (box: Locator) =>
  box.evaluate(({ scrollHeight, scrollTop, clientHeight }) => Math.round(scrollHeight - scrollTop - clientHeight));

/** Whether all of an element is in sight, and not behind an edge of the part that scrolls. */
const isInSight = (element: Locator) =>
  element.evaluate(node => {
    const { top, bottom } = node.getBoundingClientRect();
    const { offsetTop, height } = visualViewport!;
    return top >= offsetTop && bottom <= offsetTop + height;
  });

test('a whole interview on a phone, 360 px wide, by finger alone: all six types of question', async ({
  page,
  product,
  respondent,
}) => {
  respondent.press = target => target.tap();
  const pointers = new Set<string>();
  await page.exposeBinding('tellPointer', (_source, type: string) => pointers.add(type));
  await page.addInitScript(() => {
    const { tellPointer } = window as unknown as { tellPointer(type: string): void };
    addEventListener('pointerdown', ({ pointerType }) => tellPointer(pointerType), { capture: true });
  });
  await page.goto('/');
  await respondent.launcher.tap();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const answered = await respondent.answerAll();
  await page.getByRole('button', { name: 'Loved it' }).tap();
  const { reason, transcript } = await product.completed(await respondent.interviewId());
  expect(reason).toBe('natural');
  expect(new Set(answered.map(({ type }) => type)).size).toBe(6);
  expect(valuesIn(transcript)).toEqual(STRUCTURED);
  expect([...pointers]).toEqual(['touch']);
});

test('by finger also what an interview of the demo does not ask for: words of one’s own, a slider, an order that is dragged', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  respondent.press = target => target.tap();
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.tap();
  await respondent.box.fill('The price.');
  await sendAnswer(scriptedInterviewer, respondent, EXTRA_QUESTIONS.own);
  await page.getByRole('radio', { name: 'Something else' }).tap();
  await page.getByRole('textbox', { name: 'Something else' }).tap();
  await page.keyboard.type('A whiteboard');
  await sendAnswer(scriptedInterviewer, respondent, EXTRA_QUESTIONS.slider);

  const slider = page.getByRole('slider');
  const { width, height } = (await slider.boundingBox())!;
  await slider.tap({ position: { x: width - 2, y: height / 2 } });
  await sendAnswer(scriptedInterviewer, respondent, EXTRA_QUESTIONS.ranking);

  const items = page.getByRole('listitem');
  await expect(items).toHaveText([/Price/, /Speed/, /Help/]);
  // By its words an item is no more than scrolled along; by its number it is dragged.
  await swipe(items.nth(0).locator('.item'), items.nth(2));
  await expect(items).toHaveText([/Price/, /Speed/, /Help/]);
  await swipe(items.nth(0).locator('.place'), items.nth(2));
  await expect(items).toHaveText([/Speed/, /Help/, /Price/]);
  await sendAnswer(scriptedInterviewer, respondent);
  expect(scriptedInterviewer.receivedValues.slice(-3)).toEqual(['A whiteboard', 100, ['Speed', 'Help', 'Price']]);
});

/** Moves a finger from one thing to another. */
async function swipe(from: Locator, to: Locator): Promise<void> {
  const input = await from.page().context().newCDPSession(from.page());
  const centre = async (target: Locator) => {
    const { x, y, width, height } = (await target.boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const [start, end] = [await centre(from), await centre(to)];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    input.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', start);
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', { x: start.x, y: start.y + ((end.y - start.y) * step) / 8 });
  // The finger rests before it goes up: a flick would scroll on, and the next tap would only stop that.
  await setTimeout(200);
  await touch('touchEnd');
  await input.detach();
}

test('Enter of an on-screen keyboard makes a line, and Send sends both', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.tap();
  await respondent.box.tap();
  await page.keyboard.type('The price.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('And the export.');
  await expect(respondent.box).toHaveValue('The price.\nAnd the export.');
  await respondent.send.tap();
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe('The price.\nAnd the export.');
});

test('with the on-screen keyboard open, box and last question stay in sight and the page stays where it is', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(30));
  await page.evaluate(() => scrollTo(0, 400));
  await respondent.launcher.tap();
  await respondent.box.tap();
  // Where a keyboard shrinks the window (Firefox, and Chrome where a page asks for it), it looks like this.
  await page.setViewportSize({ width: 360, height: 400 });
  await expect.poll(() => isInSight(respondent.send)).toBe(true);
  await expect.poll(() => isInSight(respondent.interviewerTurns.last())).toBe(true);
  expect(await fromEnd(scroller(page))).toBe(0);
  // Elsewhere (Safari, Chrome) the window stays as it is and less of it is seen, perhaps further down. No browser without a
  // screen has such a keyboard: what it tells a page is played here.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => {
    Object.defineProperties(visualViewport!, { height: { value: 420 }, offsetTop: { value: 60 } });
    visualViewport!.dispatchEvent(new Event('resize'));
  });
  await expect
    .poll(() => respondent.panel.evaluate(panel => [panel.getBoundingClientRect().top, panel.clientHeight]))
    .toEqual([60, 420]);
  await expect.poll(() => isInSight(respondent.send)).toBe(true);
  await expect.poll(() => isInSight(respondent.interviewerTurns.last())).toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(400);
});

test('no text is smaller than 16 px where a phone would zoom in on it', async ({ page, respondent }) => {
  await page.goto('/');
  await respondent.launcher.tap();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answerAll(async () => {
    const sizes = await respondent.log.evaluate(log =>
      [...(log.getRootNode() as ShadowRoot).querySelectorAll('textarea, input[type=text]')].map(field =>
        Number.parseFloat(getComputedStyle(field).fontSize),
      ),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
  });
});

test('a reader who is at the end stays there while a reply is written; one further up is left alone and told', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(60));
  await respondent.launcher.tap();
  const box = scroller(page);
  await expect.poll(() => fromEnd(box)).toBe(0);
  await respondent.box.fill('Go on.');
  await respondent.send.tap();
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe('Go on.');
  for (let i = 0; i < 8; i++) scriptedInterviewer.sendDelta('That is a lot of bookings to lose, and all in one week. ');
  await expect(box.getByText('all in one week.').last()).toBeAttached();
  await expect.poll(() => fromEnd(box)).toBe(0);

  const top = await box.evaluate(
    element =>
      new Promise<number>(resolve => {
        element.addEventListener('scroll', () => resolve(element.scrollTop), { once: true });
        element.scrollBy(0, -900);
      }),
  );
  scriptedInterviewer.sendDelta('And then?');
  scriptedInterviewer.endReply();
  await page.getByRole('button', { name: 'New message' }).waitFor();
  expect(await box.evaluate(({ scrollTop }) => scrollTop)).toBe(top);
  await page.getByRole('button', { name: 'New message' }).tap();
  await expect.poll(() => fromEnd(box)).toBe(0);
  await expect(page.getByRole('button', { name: 'New message' })).toBeHidden();
  await expect(respondent.log).toBeFocused();
});

test('who goes up in the very moment that much was added is left alone too', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(60));
  await respondent.launcher.tap();
  const box = scroller(page);
  await expect.poll(() => fromEnd(box)).toBe(0);
  await sendMessage(scriptedInterviewer, respondent, 'Go on.');
  const gone = box.evaluate(
    element =>
      new Promise<number>(resolve => {
        // Told of the growth right after the widget, before the browser tells anybody that it was scrolled.
        const sizes = new ResizeObserver(() => {
          if (!element.textContent!.includes('all in one week')) return;
          sizes.disconnect();
          element.addEventListener('scroll', () => resolve(element.scrollTop), { once: true });
          element.scrollBy(0, -100);
        });
        sizes.observe(element.firstElementChild!);
      }),
  );
  scriptedInterviewer.sendDelta('That is a lot of bookings to lose, and all in one week. '.repeat(8));
  const top = await gone;
  scriptedInterviewer.sendDelta('And then?');
  scriptedInterviewer.endReply();
  await page.getByRole('button', { name: 'New message' }).waitFor();
  expect(await box.evaluate(({ scrollTop }) => scrollTop)).toBe(top);
});

test('scrolling past the end of the conversation does not scroll the page behind', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(60));
  await respondent.launcher.tap();
  await expect.poll(() => fromEnd(scroller(page))).toBe(0);
  await page.mouse.move(180, 300);
  await page.mouse.wheel(0, 2000);
  await page.mouse.wheel(0, -100);
  await expect.poll(() => fromEnd(scroller(page))).toBeGreaterThan(0);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});
