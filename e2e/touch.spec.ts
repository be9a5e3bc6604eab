import { setTimeout } from 'node:timers/promises';
import { devices, type Locator, type Page } from 'playwright/test';
import { collectAnswerValues, EXTRA_QUESTIONS, STRUCTURED_ANSWERS } from './support/answers.ts';
import { expect, test } from './support/fixtures.ts';
import { sendAnswerAndReply, sendMessageWithoutReply } from './support/scripted-interviewer.ts';

const { defaultBrowserType: _, ...phone } = devices['Galaxy S8']!;
test.use({ ...phone, viewport: { width: 360, height: 740 } });

const scrollBoxOf = (page: Page) => page.locator('koji-interview-host .scroller');

/** Pixels from the scroll position to the end. */
const distanceFromEnd = (box: Locator) =>
  box.evaluate(({ scrollHeight, scrollTop, clientHeight }) => Math.round(scrollHeight - scrollTop - clientHeight));

/** Whether an element is vertically inside the visual viewport. */
const isInVisualViewport = (element: Locator) =>
  element.evaluate(node => {
    const { top, bottom } = node.getBoundingClientRect();
    const { offsetTop, height } = visualViewport!;
    return top >= offsetTop && bottom <= offsetTop + height;
  });

test('a respondent completes an interview on a phone by touch alone, with all six question types', async ({
  page,
  product,
  respondent,
}) => {
  respondent.press = target => target.tap();
  const pointerTypes = new Set<string>();
  await page.exposeBinding('recordPointerType', (_source, type: string) => pointerTypes.add(type));
  await page.addInitScript(() => {
    const { recordPointerType } = window as unknown as { recordPointerType(type: string): void };
    addEventListener('pointerdown', ({ pointerType }) => recordPointerType(pointerType), { capture: true });
  });
  await page.goto('/');
  await respondent.launcher.tap();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const answered = await respondent.answerAll();
  await page.getByRole('button', { name: 'Loved it' }).tap();
  const { reason, transcript } = await product.waitForCompletion(await respondent.interviewId());
  expect(reason).toBe('natural');
  expect(new Set(answered.map(({ type }) => type)).size).toBe(6);
  expect(collectAnswerValues(transcript)).toEqual(STRUCTURED_ANSWERS);
  expect([...pointerTypes]).toEqual(['touch']);
});

test('touch works for "Something else", a slider and a dragged ranking', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  respondent.press = target => target.tap();
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.tap();
  await respondent.answerBox.fill('The price.');
  await sendAnswerAndReply(scriptedInterviewer, respondent, EXTRA_QUESTIONS.singleWithOther);
  await page.getByRole('radio', { name: 'Something else' }).tap();
  await page.getByRole('textbox', { name: 'Something else' }).tap();
  await page.keyboard.type('A whiteboard');
  await sendAnswerAndReply(scriptedInterviewer, respondent, EXTRA_QUESTIONS.slider);

  const slider = page.getByRole('slider');
  const { width, height } = (await slider.boundingBox())!;
  await slider.tap({ position: { x: width - 2, y: height / 2 } });
  await sendAnswerAndReply(scriptedInterviewer, respondent, EXTRA_QUESTIONS.ranking);

  const items = page.getByRole('listitem');
  await expect(items).toHaveText([/Price/, /Speed/, /Help/]);
  // Swiping on an item's text scrolls. Swiping on its number drags the item.
  await swipe(items.nth(0).locator('.item'), items.nth(2));
  await expect(items).toHaveText([/Price/, /Speed/, /Help/]);
  await swipe(items.nth(0).locator('.place'), items.nth(2));
  await expect(items).toHaveText([/Speed/, /Help/, /Price/]);
  await sendAnswerAndReply(scriptedInterviewer, respondent);
  expect(scriptedInterviewer.receivedValues.slice(-3)).toEqual(['A whiteboard', 100, ['Speed', 'Help', 'Price']]);
});

/** Moves a finger from the centre of one element to the centre of another. */
async function swipe(from: Locator, to: Locator): Promise<void> {
  const cdp = await from.page().context().newCDPSession(from.page());
  const centre = async (target: Locator) => {
    const { x, y, width, height } = (await target.boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const [start, end] = [await centre(from), await centre(to)];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', start);
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', { x: start.x, y: start.y + ((end.y - start.y) * step) / 8 });
  // Rest before lifting the finger. Otherwise the flick goes on scrolling, and the next tap only
  // stops that.
  await setTimeout(200);
  await touch('touchEnd');
  await cdp.detach();
}

test('Enter on an on-screen keyboard inserts a new line, and Send sends both lines', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.tap();
  await respondent.answerBox.tap();
  await page.keyboard.type('The price.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('And the export.');
  await expect(respondent.answerBox).toHaveValue('The price.\nAnd the export.');
  await respondent.sendButton.tap();
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe('The price.\nAnd the export.');
});

test('an open on-screen keyboard leaves the box and the last question visible and does not scroll the page', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(30));
  await page.evaluate(() => scrollTo(0, 400));
  await respondent.launcher.tap();
  await respondent.answerBox.tap();
  // In Firefox, and in Chrome with `interactive-widget=resizes-content`, the keyboard shrinks the
  // window.
  await page.setViewportSize({ width: 360, height: 400 });
  await expect.poll(() => isInVisualViewport(respondent.sendButton)).toBe(true);
  await expect.poll(() => isInVisualViewport(respondent.interviewerTurns.last())).toBe(true);
  expect(await distanceFromEnd(scrollBoxOf(page))).toBe(0);
  // In Safari and Chrome the window keeps its size, and only the visual viewport shrinks and moves.
  // Headless browsers have no such keyboard, so the test simulates the change.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => {
    Object.defineProperties(visualViewport!, { height: { value: 420 }, offsetTop: { value: 60 } });
    visualViewport!.dispatchEvent(new Event('resize'));
  });
  await expect
    .poll(() => respondent.panel.evaluate(panel => [panel.getBoundingClientRect().top, panel.clientHeight]))
    .toEqual([60, 420]);
  await expect.poll(() => isInVisualViewport(respondent.sendButton)).toBe(true);
  await expect.poll(() => isInVisualViewport(respondent.interviewerTurns.last())).toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(400);
});

test('text fields have at least 16 px, so that phones do not zoom in', async ({ page, respondent }) => {
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

test('the transcript follows a reply only if it is scrolled to the end; otherwise "New message" appears', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(60));
  await respondent.launcher.tap();
  const box = scrollBoxOf(page);
  await expect.poll(() => distanceFromEnd(box)).toBe(0);
  await respondent.answerBox.fill('Go on.');
  await respondent.sendButton.tap();
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe('Go on.');
  for (let i = 0; i < 8; i++) scriptedInterviewer.sendDelta('That is a lot of bookings to lose, and all in one week. ');
  await expect(box.getByText('all in one week.').last()).toBeAttached();
  await expect.poll(() => distanceFromEnd(box)).toBe(0);

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
  await expect.poll(() => distanceFromEnd(box)).toBe(0);
  await expect(page.getByRole('button', { name: 'New message' })).toBeHidden();
  await expect(respondent.log).toBeFocused();
});

test('scrolling up just after a long addition stops the transcript from following', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(60));
  await respondent.launcher.tap();
  const box = scrollBoxOf(page);
  await expect.poll(() => distanceFromEnd(box)).toBe(0);
  await sendMessageWithoutReply(scriptedInterviewer, respondent, 'Go on.');
  const scrolled = box.evaluate(
    element =>
      new Promise<number>(resolve => {
        // Runs right after the widget's own ResizeObserver, before the browser dispatches a scroll
        // event.
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
  const top = await scrolled;
  scriptedInterviewer.sendDelta('And then?');
  scriptedInterviewer.endReply();
  await page.getByRole('button', { name: 'New message' }).waitFor();
  expect(await box.evaluate(({ scrollTop }) => scrollTop)).toBe(top);
});

test('scrolling past the end of the transcript does not scroll the page behind it', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl(60));
  await respondent.launcher.tap();
  await expect.poll(() => distanceFromEnd(scrollBoxOf(page))).toBe(0);
  await page.mouse.move(180, 300);
  await page.mouse.wheel(0, 2000);
  await page.mouse.wheel(0, -100);
  await expect.poll(() => distanceFromEnd(scrollBoxOf(page))).toBeGreaterThan(0);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});
