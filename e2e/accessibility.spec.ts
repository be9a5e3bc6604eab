import type { Page } from 'playwright/test';
import { recordAnnouncements } from './support/announcements.ts';
import { type AskedQuestion, EXTRA_QUESTIONS } from './support/answers.ts';
import { axeViolations } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { sendAnswer, sendMessage } from './support/scripted-interviewer.ts';

test.describe.configure({ mode: 'parallel' });

const WIDGET = ':is(koji-interview-host, koji-inline)';

/** On real pages; every state by itself is looked at by axe in `screenshots.spec.ts`, on a phone, light and dark. */
const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 360 },
] as const;

for (const { colorScheme, width } of LOOKS) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    test('axe finds nothing wrong on any screen of an interview', async ({ page, respondent }) => {
      await page.goto('/');
      await expect(respondent.launcher).toBeVisible();
      expect(await axeViolations(page)).toEqual([]);

      await page.route('**/koji/start', route => route.abort());
      await respondent.launcher.click();
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
      expect(await axeViolations(page, WIDGET)).toEqual([]);
      await page.unroute('**/koji/start');
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      expect(await axeViolations(page)).toEqual([]);

      await respondent.end.click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      expect(await axeViolations(page, WIDGET)).toEqual([]);
      await page.getByRole('button', { name: 'Keep going' }).click();

      const looked = new Set<string>();
      await respondent.answerAll(async (question: AskedQuestion) => {
        if (looked.has(question.type)) return;
        looked.add(question.type);
        await respondent.choose(question);
        expect(await axeViolations(page, WIDGET)).toEqual([]);
      });
      expect(looked.size).toBe(6);
      expect(await axeViolations(page, WIDGET)).toEqual([]);
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the team’s pages, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing wrong on lists, a study and an analysed interview', async ({
      page,
      product,
      respondent,
    }) => {
      const id = await respondent.openInterview();
      for (let i = 0; i < 4; i++) await respondent.answer();
      await respondent.endInterview();
      await product.analysed(id);
      await page.goto('/dashboard');
      expect(await axeViolations(page)).toEqual([]);
      await product.signIn(page);
      expect(await axeViolations(page)).toEqual([]);
      for (const path of ['deliveries', 'studies', 'studies/churn']) {
        await page.goto(`/dashboard/${path}`);
        for (const table of await page.getByText('As a table').all()) await table.click();
        expect(await axeViolations(page)).toEqual([]);
      }
      await page.goto(`/dashboard/interviews/${id}`);
      expect(await axeViolations(page)).toEqual([]);
    });
  });
}

/** What of the widget is cut off or reaches over the edge of the window. */
const cutOff = (page: Page) =>
  page.locator(WIDGET).evaluate(host =>
    [...host.shadowRoot!.querySelectorAll<HTMLElement>('.panel *')]
      // What only screen readers read takes no room.
      .filter(element => element.checkVisibility() && !element.closest('.hidden'))
      .filter(element => {
        const { right, left } = element.getBoundingClientRect();
        // What stands in a line has no width of its own.
        const isCut = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
        return right > innerWidth + 0.5 || left < -0.5 || isCut;
      })
      .map(element => `${element.outerHTML.slice(0, 120)} ${element.scrollWidth} in ${element.clientWidth}`),
  );

for (const [what, width, height] of [
  ['a phone', 360, 740],
  ['1280 × 1024 zoomed in by 400 %', 320, 256],
] as const) {
  test(`on ${what} nothing has to be scrolled sideways, and all can be reached`, async ({ page, respondent }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/');
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await respondent.answerAll(async question => {
      await respondent.choose(question);
      expect(await cutOff(page)).toEqual([]);
      await expect(respondent.end).toBeInViewport();
      await respondent.send.scrollIntoViewIfNeeded();
      await expect(respondent.send).toBeInViewport();
    });
    expect(await cutOff(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test('inline on 320 px nothing has to be scrolled sideways either', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.setViewportSize({ width: 320, height: 740 });
  await page.goto(scriptedInterviewer.pageUrl(1, { mode: 'inline' }));
  for (const question of Object.values(EXTRA_QUESTIONS)) {
    await respondent.box.fill('I see.');
    await sendAnswer(scriptedInterviewer, respondent, question);
    await expect(page.getByRole('group').or(page.getByRole('radiogroup'))).toBeVisible();
    expect(await cutOff(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('text may be spaced as WCAG has it, and nothing is cut off', async ({ page, respondent }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  // As a reader’s own style would, also in here.
  await page.locator(WIDGET).evaluate(host => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* {
      line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
    }
    p { margin-block-end: 2em !important; }`);
    host.shadowRoot!.adoptedStyleSheets.push(sheet);
  });
  await respondent.answerAll(async question => {
    await respondent.choose(question);
    expect(await cutOff(page)).toEqual([]);
  });
  expect(await cutOff(page)).toEqual([]);
});

test('every target is 24 px or more, or as far from the next', async ({ page, respondent }) => {
  await page.setViewportSize({ width: 320, height: 740 });
  await page.goto('/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const tooSmall = () =>
    page.locator(WIDGET).evaluate(host => {
      const targets = [...host.shadowRoot!.querySelectorAll('button, textarea, [type=text], label, [type=range]')].map(
        target => ({ target, box: target.getBoundingClientRect() }),
      );
      // The exception for spacing (2.5.8): a circle of 24 px around a small one meets no other target.
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
    expect(await tooSmall()).toEqual([]);
  });
  expect(await tooSmall()).toEqual([]);
});

test('with less motion asked for nothing moves; with more contrast the quiet words are as dark as the others', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce', contrast: 'more' });
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await sendMessage(scriptedInterviewer, respondent, 'The price.');
  const dots = page.locator(`${WIDGET} .dots`);
  await expect(dots).toBeVisible();
  expect(await dots.evaluate(node => (node.getRootNode() as ShadowRoot).getAnimations().length)).toBe(0);
  const color = (selector: string) =>
    page.locator(`${WIDGET} ${selector}`).evaluate(node => getComputedStyle(node).color);
  expect(await color('.bar .quiet')).toBe(await color('.log'));
  scriptedInterviewer.endReply();
});

test('with the system’s own colours, what is chosen and what has the focus stand out', async ({ page, respondent }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const outline = (element: ReturnType<Page['locator']>) =>
    element.evaluate(node => {
      const { outlineStyle, outlineWidth } = getComputedStyle(node);
      return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
    });
  await respondent.end.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await outline(respondent.end)).toBeGreaterThanOrEqual(2);
  await respondent.answerAll(async question => {
    if (!['scale', 'single_choice', 'multiple_choice', 'yes_no'].includes(question.type)) return;
    await respondent.choose(question);
    const chosen = respondent.group(question).locator('label:has(:checked)').first();
    expect(await outline(chosen)).toBeGreaterThanOrEqual(2);
  });
  expect(await axeViolations(page, WIDGET)).toEqual([]);
});

test('a streamed reply is announced once and whole', async ({ page, scriptedInterviewer, respondent }) => {
  const heard = await recordAnnouncements(page);
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await sendMessage(scriptedInterviewer, respondent, 'The price.');
  heard.splice(0, heard.indexOf('The interviewer is writing…'));
  await expect.poll(() => heard).toContain('The interviewer is writing…');
  const words = 'I see. And what would have had to happen for you to stay?'.split(' ');
  const written = page.locator(`${WIDGET} .turn[aria-hidden] p`);
  for (const at of words.keys()) {
    scriptedInterviewer.sendDelta(at ? ` ${words[at]}` : words[at]!);
    // Each word comes to the screen by itself.
    await expect(written).toHaveText(words.slice(0, at + 1).join(' '));
  }
  scriptedInterviewer.endReply();
  await expect(respondent.interviewerTurns).toHaveCount(2);
  const reply = `Interviewer: ${words.join(' ')}`;
  await expect.poll(() => heard).toContain(reply);
  expect(heard.filter(said => said.includes('I see'))).toEqual([reply]);
  expect(heard.filter(said => said === 'The interviewer is writing…')).toHaveLength(1);
});

test('what the respondent has sent is announced once, also when it gets its id later', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const heard = await recordAnnouncements(page);
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await sendMessage(scriptedInterviewer, respondent, 'It became too expensive.');
  scriptedInterviewer.sendDelta('Really?');
  scriptedInterviewer.endReply();
  await expect(respondent.interviewerTurns).toHaveCount(2);
  expect(heard.filter(said => said.includes('too expensive'))).toEqual(['You: It became too expensive.']);
});

test('the box is described by the question, so that it is heard on opening and on coming back', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await expect(respondent.box).toBeFocused();
  await expect(respondent.box).toHaveAccessibleDescription('What happened then?');
  await sendMessage(scriptedInterviewer, respondent, 'The price.');
  scriptedInterviewer.sendDelta('And before?');
  scriptedInterviewer.endReply();
  await expect(respondent.box).toHaveAccessibleDescription('And before?');
});

test('a text that is too long is said so, and tied to the box', async ({ page, scriptedInterviewer, respondent }) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await respondent.box.fill('x'.repeat(8002));
  await expect(respondent.box).toHaveAttribute('aria-invalid', 'true');
  await expect(respondent.box).toHaveAccessibleDescription(/2 characters too many/);
});
