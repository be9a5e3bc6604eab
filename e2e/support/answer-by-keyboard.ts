import { expect, type Locator } from 'playwright/test';
import { ANSWERS, type AskedQuestion, FOLLOW_UP_ANSWER, type QuestionType } from './answers.ts';
import type { Respondent } from './respondent.ts';

type EnterWithKeys = (respondent: Respondent, controls: Locator, question: AskedQuestion) => Promise<void>;

const repeat = async (count: number, action: () => Promise<void>) => {
  for (let i = 0; i < count; i++) await action();
};

const typeAnswer: EnterWithKeys = async ({ page, answerBox }, _controls, { id }) => {
  await expect(answerBox).toBeFocused();
  await page.keyboard.insertText(id in ANSWERS ? String(ANSWERS[id as keyof typeof ANSWERS]) : FOLLOW_UP_ANSWER);
};

/**
 * Enters the answer from `ANSWERS` by keyboard alone. Expects the focus where the widget puts it
 * for a new question.
 */
const ENTER_WITH_KEYS: Record<QuestionType, EnterWithKeys> = {
  open_ended: typeAnswer,
  async scale({ page }, controls) {
    await expect(controls.getByRole('radio', { name: '0', exact: true })).toBeFocused();
    await repeat(ANSWERS.satisfaction, () => page.keyboard.press('ArrowRight'));
  },
  async single_choice({ page }, controls) {
    await expect(controls.getByRole('radio').first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(controls.getByRole('radio', { name: ANSWERS.next_tool })).toBeChecked();
  },
  async multiple_choice({ page }, controls) {
    await expect(controls.getByRole('checkbox').first()).toBeFocused();
    await page.keyboard.press('Space');
    await repeat(4, () => page.keyboard.press('Tab'));
    await page.keyboard.press('Space');
  },
  async ranking({ page }, controls) {
    const first = controls.getByRole('listitem').filter({ hasText: 'Price' });
    await expect(first).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await expect(first).toBeFocused();
    // In tab order the answer box follows the items and their buttons.
    await pressTabUntilFocused(page.getByRole('textbox', { name: 'Your answer' }));
  },
  async yes_no({ page }, controls) {
    await expect(controls.getByRole('radio', { name: 'Yes' })).toBeFocused();
    await page.keyboard.press('Space');
  },
};

/** Answers the open question by keyboard alone and waits for the reply. */
export async function answerByKeyboard(respondent: Respondent): Promise<AskedQuestion> {
  const question = await respondent.readOpenQuestion();
  const turns = await respondent.interviewerTurns.count();
  await ENTER_WITH_KEYS[question.type](respondent, respondent.controlsOf(question), question);
  await respondent.page.keyboard.press('Enter');
  await respondent.waitForReply(turns);
  return question;
}

/** Presses Tab until the target has the focus. Fails after 40 presses. */
export async function pressTabUntilFocused(target: Locator): Promise<void> {
  const isFocused = () => target.evaluate(node => (node.getRootNode() as Document).activeElement === node);
  for (let presses = 0; presses < 40 && !(await isFocused()); presses++) await target.page().keyboard.press('Tab');
  await expect(target).toBeFocused();
}
