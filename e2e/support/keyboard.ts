import { expect, type Locator } from 'playwright/test';
import { ANSWERS, type AskedQuestion, FOLLOW_UP_ANSWER, type QuestionType } from './answers.ts';
import type { Respondent } from './respondent.ts';

type Press = (respondent: Respondent, group: Locator, question: AskedQuestion) => Promise<void>;

const times = async (count: number, press: () => Promise<void>) => {
  for (let i = 0; i < count; i++) await press();
};

const type: Press = async ({ page, box }, _group, { id }) => {
  await expect(box).toBeFocused();
  await page.keyboard.insertText(id in ANSWERS ? String(ANSWERS[id as keyof typeof ANSWERS]) : FOLLOW_UP_ANSWER);
};

/** How each control is used with keys alone, from where the focus has landed; the values are those of `ANSWERS`. */
const PRESSES: Record<QuestionType, Press> = {
  open_ended: type,
  async scale({ page }, group) {
    await expect(group.getByRole('radio', { name: '0', exact: true })).toBeFocused();
    await times(ANSWERS.satisfaction, () => page.keyboard.press('ArrowRight'));
  },
  async single_choice({ page }, group) {
    await expect(group.getByRole('radio').first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(group.getByRole('radio', { name: ANSWERS.next_tool })).toBeChecked();
  },
  async multiple_choice({ page }, group) {
    await expect(group.getByRole('checkbox').first()).toBeFocused();
    await page.keyboard.press('Space');
    await times(4, () => page.keyboard.press('Tab'));
    await page.keyboard.press('Space');
  },
  async ranking({ page }, group) {
    const first = group.getByRole('listitem').filter({ hasText: 'Price' });
    await expect(first).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await expect(first).toBeFocused();
    // The box is behind the items and their buttons.
    await tabTo(page.getByRole('textbox', { name: 'Your answer' }));
  },
  async yes_no({ page }, group) {
    await expect(group.getByRole('radio', { name: 'Yes' })).toBeFocused();
    await page.keyboard.press('Space');
  },
};

/** Answers the open question with keys alone, and waits for the reply. */
export async function answerByKeyboard(respondent: Respondent): Promise<AskedQuestion> {
  const question = await respondent.question();
  const turns = await respondent.interviewerTurns.count();
  await PRESSES[question.type](respondent, respondent.group(question), question);
  await respondent.page.keyboard.press('Enter');
  await respondent.waitForReply(turns);
  return question;
}

/** Presses Tab until something has the focus. */
export async function tabTo(target: Locator): Promise<void> {
  const isFocused = () => target.evaluate(node => (node.getRootNode() as Document).activeElement === node);
  for (let presses = 0; presses < 40 && !(await isFocused()); presses++) await target.page().keyboard.press('Tab');
  await expect(target).toBeFocused();
}
