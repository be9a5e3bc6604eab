import type { Page } from 'playwright/test';
import { recordAnnouncements } from './support/announcements.ts';
import { type AskedQuestion, EXTRA_QUESTIONS } from './support/answers.ts';
import { findAxeViolations } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { sendAnswerAndReply, sendMessageWithoutReply } from './support/scripted-interviewer.ts';

test.describe.configure({ mode: 'parallel' });

const WIDGET = ':is(koji-interview-host, koji-inline)';

/**
 * Checked on real pages. `screenshots.spec.ts` runs axe on each state of the widget, light and
 * dark.
 */
const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 360 },
] as const;

for (const { colorScheme, width } of LOOKS) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    test('axe finds no violation on any screen of an interview', async ({ page, respondent }) => {
      await page.goto('/');
      await expect(respondent.launcher).toBeVisible();
      expect(await findAxeViolations(page)).toEqual([]);

      await page.route('**/koji/start', route => route.abort());
      await respondent.launcher.click();
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
      expect(await findAxeViolations(page, WIDGET)).toEqual([]);
      await page.unroute('**/koji/start');
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      expect(await findAxeViolations(page)).toEqual([]);

      await respondent.endButton.click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      expect(await findAxeViolations(page, WIDGET)).toEqual([]);
      await page.getByRole('button', { name: 'Keep going' }).click();

      const checkedTypes = new Set<string>();
      await respondent.answerAll(async (question: AskedQuestion) => {
        if (checkedTypes.has(question.type)) return;
        checkedTypes.add(question.type);
        await respondent.enterAnswer(question);
        expect(await findAxeViolations(page, WIDGET)).toEqual([]);
      });
      expect(checkedTypes.size).toBe(6);
      expect(await findAxeViolations(page, WIDGET)).toEqual([]);
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the dashboard, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds no violation on lists, a study and an analysed interview', async ({
      page,
      product,
      respondent,
    }) => {
      const id = await respondent.openInterview();
      for (let i = 0; i < 4; i++) await respondent.answer();
      await respondent.endInterview();
      await product.waitForAnalysis(id);
      await page.goto('/dashboard');
      expect(await findAxeViolations(page)).toEqual([]);
      await product.signIn(page);
      expect(await findAxeViolations(page)).toEqual([]);
      for (const path of ['deliveries', 'studies', 'studies/churn']) {
        await page.goto(`/dashboard/${path}`);
        for (const table of await page.getByText('As a table').all()) await table.click();
        expect(await findAxeViolations(page)).toEqual([]);
      }
      await page.goto(`/dashboard/interviews/${id}`);
      expect(await findAxeViolations(page)).toEqual([]);
    });
  });
}

/** Finds elements of the widget that are cut off or extend beyond the window. */
const findCutOffElements = (page: Page) =>
  page.locator(WIDGET).evaluate(host =>
    [...host.shadowRoot!.querySelectorAll<HTMLElement>('.panel *')]
      // Text for screen readers only takes no space.
      .filter(element => element.checkVisibility() && !element.closest('.hidden'))
      .filter(element => {
        const { right, left } = element.getBoundingClientRect();
        // Inline elements have a clientWidth of 0.
        const isCut = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
        return right > innerWidth + 0.5 || left < -0.5 || isCut;
      })
      .map(element => `${element.outerHTML.slice(0, 120)} ${element.scrollWidth} in ${element.clientWidth}`),
  );

for (const [screen, width, height] of [
  ['a phone', 360, 740],
  ['1280 × 1024 at 400 % zoom', 320, 256],
] as const) {
  test(`on ${screen} nothing scrolls sideways, and all controls can be reached`, async ({ page, respondent }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/');
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.answerAll(async question => {
      await respondent.enterAnswer(question);
      expect(await findCutOffElements(page)).toEqual([]);
      await expect(respondent.endButton).toBeInViewport();
      await respondent.sendButton.scrollIntoViewIfNeeded();
      await expect(respondent.sendButton).toBeInViewport();
    });
    expect(await findCutOffElements(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test('inline mode does not scroll sideways on 320 px', async ({ page, scriptedInterviewer, respondent }) => {
  await page.setViewportSize({ width: 320, height: 740 });
  await page.goto(scriptedInterviewer.pageUrl(1, { mode: 'inline' }));
  for (const question of Object.values(EXTRA_QUESTIONS)) {
    await respondent.answerBox.fill('I see.');
    await sendAnswerAndReply(scriptedInterviewer, respondent, question);
    await expect(page.getByRole('group').or(page.getByRole('radiogroup'))).toBeVisible();
    expect(await findCutOffElements(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('nothing is cut off with the text spacing of WCAG 1.4.12', async ({ page, respondent }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  // A user style sheet, which also applies inside shadow roots.
  await page.locator(WIDGET).evaluate(host => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* {
      line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
    }
    p { margin-block-end: 2em !important; }`);
    host.shadowRoot!.adoptedStyleSheets.push(sheet);
  });
  await respondent.answerAll(async question => {
    await respondent.enterAnswer(question);
    expect(await findCutOffElements(page)).toEqual([]);
  });
  expect(await findCutOffElements(page)).toEqual([]);
});

test('every target is at least 24 px large or has that spacing', async ({ page, respondent }) => {
  await page.setViewportSize({ width: 320, height: 740 });
  await page.goto('/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const findSmallTargets = () =>
    page.locator(WIDGET).evaluate(host => {
      const targets = [...host.shadowRoot!.querySelectorAll('button, textarea, [type=text], label, [type=range]')].map(
        target => ({ target, box: target.getBoundingClientRect() }),
      );
      // The spacing exception (WCAG 2.5.8): a 24 px circle around a small target touches no other
      // target.
      const isNear = (one: DOMRect, other: DOMRect) => {
        const [x, y] = [one.x + one.width / 2, one.y + one.height / 2];
        const dx = Math.max(other.left - x, 0, x - other.right);
        const dy = Math.max(other.top - y, 0, y - other.bottom);
        return Math.hypot(dx, dy) < 12;
      };
      return targets
        .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
        .filter(({ target, box }) => targets.some(other => other.target !== target && isNear(box, other.box)))
        .map(({ target, box }) => `${target.outerHTML} ${box.width} × ${box.height}`);
    });
  await respondent.answerAll(async () => {
    expect(await findSmallTargets()).toEqual([]);
  });
  expect(await findSmallTargets()).toEqual([]);
});

test('nothing moves with reduced motion, and quiet text has the normal colour with increased contrast', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce', contrast: 'more' });
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await sendMessageWithoutReply(scriptedInterviewer, respondent, 'The price.');
  const dots = page.locator(`${WIDGET} .dots`);
  await expect(dots).toBeVisible();
  expect(await dots.evaluate(node => (node.getRootNode() as ShadowRoot).getAnimations().length)).toBe(0);
  const color = (selector: string) =>
    page.locator(`${WIDGET} ${selector}`).evaluate(node => getComputedStyle(node).color);
  expect(await color('.bar .quiet')).toBe(await color('.log'));
  scriptedInterviewer.endReply();
});

test('selected options and the focus stand out with forced colours', async ({ page, respondent }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const outlineWidthOf = (element: ReturnType<Page['locator']>) =>
    element.evaluate(node => {
      const { outlineStyle, outlineWidth } = getComputedStyle(node);
      return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
    });
  await respondent.endButton.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await outlineWidthOf(respondent.endButton)).toBeGreaterThanOrEqual(2);
  await respondent.answerAll(async question => {
    if (!['scale', 'single_choice', 'multiple_choice', 'yes_no'].includes(question.type)) return;
    await respondent.enterAnswer(question);
    const selected = respondent.controlsOf(question).locator('label:has(:checked)').first();
    expect(await outlineWidthOf(selected)).toBeGreaterThanOrEqual(2);
  });
  expect(await findAxeViolations(page, WIDGET)).toEqual([]);
});

test('a streamed reply is announced once and completely', async ({ page, scriptedInterviewer, respondent }) => {
  const announcements = await recordAnnouncements(page);
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await sendMessageWithoutReply(scriptedInterviewer, respondent, 'The price.');
  announcements.splice(0, announcements.indexOf('The interviewer is writing…'));
  await expect.poll(() => announcements).toContain('The interviewer is writing…');
  const words = 'I see. And what would have had to happen for you to stay?'.split(' ');
  const partialReply = page.locator(`${WIDGET} .turn[aria-hidden] p`);
  for (const index of words.keys()) {
    scriptedInterviewer.sendDelta(index ? ` ${words[index]}` : words[index]!);
    // Wait until the word is on the screen before sending the next.
    await expect(partialReply).toHaveText(words.slice(0, index + 1).join(' '));
  }
  scriptedInterviewer.endReply();
  await expect(respondent.interviewerTurns).toHaveCount(2);
  const reply = `Interviewer: ${words.join(' ')}`;
  await expect.poll(() => announcements).toContain(reply);
  expect(announcements.filter(text => text.includes('I see'))).toEqual([reply]);
  expect(announcements.filter(text => text === 'The interviewer is writing…')).toHaveLength(1);
});

test('a sent message is announced once, although its id comes later', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const announcements = await recordAnnouncements(page);
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await sendMessageWithoutReply(scriptedInterviewer, respondent, 'It became too expensive.');
  scriptedInterviewer.sendDelta('Really?');
  scriptedInterviewer.endReply();
  await expect(respondent.interviewerTurns).toHaveCount(2);
  expect(announcements.filter(text => text.includes('too expensive'))).toEqual(['You: It became too expensive.']);
});

test('the open question is the accessible description of the answer box', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await expect(respondent.answerBox).toBeFocused();
  await expect(respondent.answerBox).toHaveAccessibleDescription('What happened then?');
  await sendMessageWithoutReply(scriptedInterviewer, respondent, 'The price.');
  scriptedInterviewer.sendDelta('And before?');
  scriptedInterviewer.endReply();
  await expect(respondent.answerBox).toHaveAccessibleDescription('And before?');
});

test('a text that is too long makes the box invalid and is explained in its description', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await respondent.answerBox.fill('x'.repeat(8002));
  await expect(respondent.answerBox).toHaveAttribute('aria-invalid', 'true');
  await expect(respondent.answerBox).toHaveAccessibleDescription(/2 characters too many/);
});
