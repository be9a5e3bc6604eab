import type { Question } from '../src/interview/questions.ts';
import { expect, test } from './support/fixtures.ts';

const LONG_WORD = `https://example.com/${'Donaudampfschifffahrtsgesellschaft'.repeat(6)}`;
const FAMILY = '👩‍👩‍👧‍👦'.repeat(40);
const options = [LONG_WORD, FAMILY, 'Short'];
const question = { id: 'long', text: LONG_WORD };

const QUESTIONS: Question[] = [
  { ...question, type: 'open_ended', config: {} },
  { ...question, type: 'single_choice', config: { options, allow_other: true } },
  { ...question, type: 'multiple_choice', config: { options, allow_other: true } },
  { ...question, type: 'ranking', config: { options } },
  { ...question, type: 'scale', config: { min: 0, max: 10, min_label: LONG_WORD, max_label: LONG_WORD } },
  { ...question, type: 'scale', config: { min: 0, max: 100, min_label: LONG_WORD, max_label: FAMILY } },
];

for (const openingQuestion of QUESTIONS) {
  const { type, config } = openingQuestion;
  const name = type === 'scale' ? `${type} up to ${config.max}` : type;
  test(`words without spaces break and widen nothing: ${name}`, async ({ page, scriptedInterviewer, respondent }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    scriptedInterviewer.openingQuestion = openingQuestion;
    await page.goto(scriptedInterviewer.pageUrl());
    await respondent.launcher.click();
    await expect(type === 'open_ended' ? respondent.answerBox : page.locator('fieldset')).toBeVisible();
    await respondent.answerBox.fill(LONG_WORD);
    const wide = await respondent.panel.evaluate(panel =>
      [...panel.querySelectorAll('*')]
        .filter(element => !element.closest('.hidden'))
        .filter(element => element.getBoundingClientRect().right > panel.getBoundingClientRect().right)
        .map(element => `${element.localName}.${element.getAttribute('class')}`),
    );
    expect(wide).toEqual([]);
  });
}
