// @vitest-environment happy-dom
import { fireEvent, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../interview/failures.ts';
import { type AnswerValue, type Question, validateAnswerValue } from '../interview/questions.ts';
import { createScriptedProxy } from '../model/testing/scripted-proxy.ts';
import { mountOnPage, type queriesIn, sendAnswer } from './testing/host-page.ts';

type Ui = ReturnType<typeof queriesIn>;

const ask = (type: Question['type'], config: object = {}) => ({ id: 'q', text: 'Well?', type, config }) as Question;
const CHOICES = { options: ['Price', 'Bugs', 'Looks'], allow_other: true };

const SCALE = ask('scale', { min: 0, max: 10, min_label: 'Not at all', max_label: 'Very' });
const LONG_SCALE = ask('scale', { min: 0, max: 100 });
const SINGLE = ask('single_choice', CHOICES);
const MULTIPLE = ask('multiple_choice', CHOICES);
const RANKING = ask('ranking', { options: ['Speed', 'Price', 'Help'] });
const YES_NO = ask('yes_no');

/** Opens an interview that begins with this question, and waits for its control. */
async function openQuestion(question: Question) {
  const next = { ...ask('open_ended'), id: 'next' };
  const script = [
    { content: 'So: well?', question },
    { content: 'Anything else?', question: next },
    { content: 'Bye.' },
  ];
  const page = mountOnPage({}, createScriptedProxy(script));
  fireEvent.click(page.ui.getByRole('button', { name: 'Share your thoughts' }));
  const box = await page.ui.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your answer' });
  const role = question.type === 'scale' && question.config.max <= 10 ? 'radiogroup' : 'group';
  if (question.type !== 'open_ended') await page.ui.findByRole(role, { name: 'Well?' });
  return { ...page, box };
}

const choose = (role: 'radio' | 'checkbox', name: string) => (ui: Ui) =>
  void fireEvent.click(ui.getByRole(role, { name }));

const typeOther = (role: 'radio' | 'checkbox', text: string) => async (ui: Ui) => {
  choose(role, 'Something else')(ui);
  const own = await ui.findByRole('textbox', { name: 'Something else' });
  fireEvent.input(own, { target: { value: text } });
};

const pressButton = (name: string) => async (ui: Ui) => {
  const before = order(ui);
  fireEvent.click(ui.getByRole('button', { name }));
  await waitFor(() => expect(order(ui)).not.toEqual(before));
};

const pressArrow = (item: string, key: 'ArrowUp' | 'ArrowDown') => async (ui: Ui) => {
  const before = order(ui);
  const row = ui.getAllByRole('listitem').find(each => within(each).queryByText(item))!;
  fireEvent.keyDown(row, { key });
  await waitFor(() => expect(order(ui)).not.toEqual(before));
};

const order = (ui: Ui) =>
  ui
    .getAllByRole('button', { name: /^Move .* up$/ })
    .map(button => /^Move (.*) up$/.exec(button.ariaLabel ?? button.getAttribute('aria-label')!)![1]);

const inOrder =
  (...acts: ((ui: Ui) => void | Promise<void>)[]) =>
  async (ui: Ui) => {
    for (const act of acts) await act(ui);
  };

type AnswerCase = [
  name: string,
  question: Question,
  act: (ui: Ui) => void | Promise<void>,
  value: AnswerValue,
  words: string,
  /** How the turn is shown, if not as the words that are sent. */
  turn?: string,
];

const CASES: AnswerCase[] = [
  ['a step of a scale', SCALE, choose('radio', '8'), 8, '8', '8 of 10'],
  ['the low end of a scale, which is zero', SCALE, choose('radio', '0'), 0, '0', '0 of 10 (Not at all)'],
  [
    'a value of a long scale, which is a slider',
    LONG_SCALE,
    ui => void fireEvent.input(ui.getByRole('slider', { name: 'Well?' }), { target: { value: '40' } }),
    40,
    '40',
    '40 of 100',
  ],
  ['one of the options', SINGLE, choose('radio', 'Bugs'), 'Bugs', 'Bugs'],
  ['another one of the options', SINGLE, inOrder(choose('radio', 'Bugs'), choose('radio', 'Looks')), 'Looks', 'Looks'],
  ['a text of their own', SINGLE, typeOther('radio', ' My boss '), 'My boss', 'My boss'],
  [
    'an option after a text of their own',
    SINGLE,
    inOrder(typeOther('radio', 'My boss'), choose('radio', 'Price')),
    'Price',
    'Price',
  ],
  [
    'several options, in their order',
    MULTIPLE,
    inOrder(choose('checkbox', 'Looks'), choose('checkbox', 'Price')),
    ['Price', 'Looks'],
    'Price, Looks',
    '• Price\n• Looks',
  ],
  [
    'an option unchecked again',
    MULTIPLE,
    inOrder(choose('checkbox', 'Looks'), choose('checkbox', 'Price'), choose('checkbox', 'Looks')),
    ['Price'],
    'Price',
  ],
  [
    'options and a text of their own',
    MULTIPLE,
    inOrder(choose('checkbox', 'Bugs'), typeOther('checkbox', 'My boss')),
    ['Bugs', 'My boss'],
    'Bugs, My boss',
    '• Bugs\n• My boss',
  ],
  ['the order as asked', RANKING, () => {}, ['Speed', 'Price', 'Help'], '1. Speed\n2. Price\n3. Help'],
  [
    'an order made by the buttons',
    RANKING,
    inOrder(pressButton('Move Help up'), pressButton('Move Help up'), pressButton('Move Speed down')),
    ['Help', 'Price', 'Speed'],
    '1. Help\n2. Price\n3. Speed',
  ],
  [
    'an order made by the arrow keys',
    RANKING,
    inOrder(pressArrow('Speed', 'ArrowDown'), pressArrow('Help', 'ArrowUp')),
    ['Price', 'Help', 'Speed'],
    '1. Price\n2. Help\n3. Speed',
  ],
  ['yes', YES_NO, choose('radio', 'Yes'), true, 'Yes'],
  ['no', YES_NO, choose('radio', 'No'), false, 'No'],
];

describe('a respondent answers a structured question with its control', () => {
  it.each(CASES)('by %s', async (_, question, act, value, words, turn = words) => {
    const { ui, proxy } = await openQuestion(question);
    await act(ui);
    const send = ui.getByRole('button', { name: 'Send' });
    await waitFor(() => expect(send.getAttribute('aria-disabled')).toBe('false'));
    fireEvent.click(send);
    await ui.findByText('Anything else?');
    const [{ content, answer }] = proxy.sent('message');
    expect(answer).toEqual({ question_id: 'q', value });
    expect(content).toBe(words);
    expect(validateAnswerValue(question, value)).toBeNull();
    expect(ui.getByRole('log', { name: 'Interview' }).textContent).toContain(`You: ${turn}`);
  });

  it('and adds words', async () => {
    const { ui, box, proxy } = await openQuestion(SCALE);
    choose('radio', '8')(ui);
    fireEvent.input(box, { target: { value: 'It helped a lot.' } });
    const send = ui.getByRole('button', { name: 'Send' });
    await waitFor(() => expect(send.getAttribute('aria-disabled')).toBe('false'));
    fireEvent.click(send);
    await ui.findByText('Anything else?');
    expect(proxy.sent('message')).toMatchObject([{ content: '8\n\nIt helped a lot.', answer: { value: 8 } }]);
    expect(ui.getByRole('log').textContent).toContain('You: 8 of 10\n\nIt helped a lot.');
  });

  it('or in words only, which send no value', async () => {
    const { ui, proxy } = await openQuestion(SCALE);
    await sendAnswer(ui, 'Rather satisfied.');
    await waitFor(() => expect(proxy.sent('message')).toHaveLength(1));
    expect(proxy.sent('message')[0]).not.toHaveProperty('answer');
  });

  it('and cannot send it before anything is chosen', async () => {
    const { ui, proxy } = await openQuestion(MULTIPLE);
    const send = ui.getByRole('button', { name: 'Send' });
    expect(send.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(send);
    expect(proxy.sent('message')).toEqual([]);
  });
});

describe('a ranking', () => {
  it('moves no item beyond its ends', async () => {
    const { ui } = await openQuestion(RANKING);
    const up = ui.getByRole('button', { name: 'Move Speed up' });
    expect(up.getAttribute('aria-disabled')).toBe('true');
    expect(ui.getByRole('button', { name: 'Move Help down' }).getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(up);
    expect(order(ui)).toEqual(['Speed', 'Price', 'Help']);
  });

  it('announces the new place of an item', async () => {
    const { ui } = await openQuestion(RANKING);
    await pressButton('Move Help up')(ui);
    expect(ui.getAllByRole('status').map(({ textContent }) => textContent)).toContain('Help, place 2 of 3');
  });
});

describe('digit keys choose the step of a scale', () => {
  const chooseByKeys = async (keys: string[], question: Question = SCALE) => {
    const { ui, proxy } = await openQuestion(question);
    for (const key of keys) fireEvent.keyDown(ui.getAllByRole('radio')[0]!, { key });
    const send = ui.getByRole('button', { name: 'Send' });
    await waitFor(() => expect(send.getAttribute('aria-disabled')).toBe('false'));
    const chosen = ui.getAllByRole<HTMLInputElement>('radio').find(radio => radio.checked)!;
    expect((chosen.getRootNode() as ShadowRoot).activeElement).toBe(chosen);
    fireEvent.click(send);
    await ui.findByText('Anything else?');
    return proxy.sent('message')[0].answer.value;
  };
  const FROM_ONE = ask('scale', { min: 1, max: 5 });

  it('with that number', async () => expect(await chooseByKeys(['7'])).toBe(7));
  it('with two digits, if they are typed together', async () => expect(await chooseByKeys(['1', '0'])).toBe(10));
  it('of the last digit, if both together are no step', async () => expect(await chooseByKeys(['7', '3'])).toBe(3));
  it('and do nothing if there is no such step', async () =>
    expect(await chooseByKeys(['4', '9', '0'], FROM_ONE)).toBe(4));
});

it('multiple choice says that several options may be chosen, and then counts them', async () => {
  const { ui } = await openQuestion(MULTIPLE);
  expect(ui.getByText('Choose all that apply')).toBeTruthy();
  choose('checkbox', 'Price')(ui);
  await ui.findByText('1 chosen');
  choose('checkbox', 'Looks')(ui);
  await ui.findByText('2 chosen');
  expect(ui.queryByText('Choose all that apply')).toBeNull();
});

it('a slider shows no number until it is moved', async () => {
  const { ui } = await openQuestion(LONG_SCALE);
  expect(ui.getByText('–')).toBeTruthy();
  fireEvent.input(ui.getByRole('slider', { name: 'Well?' }), { target: { value: '50' } });
  await ui.findByText('50');
});

/** What a screen reader announces of the line under the box. */
const announcedHint = (box: HTMLElement) =>
  [...box.closest('form')!.querySelectorAll('#hint > :not([aria-hidden])')]
    .map(({ textContent }) => textContent)
    .join();

describe('the message box', () => {
  const OPEN = ask('open_ended');

  it('sends on Enter and is empty afterwards', async () => {
    const { ui, box, proxy } = await openQuestion(OPEN);
    await sendAnswer(ui, 'It became too expensive.');
    await waitFor(() => expect(proxy.sent('message')).toMatchObject([{ content: 'It became too expensive.' }]));
    await ui.findByText('Anything else?');
    expect(ui.getByRole('log').textContent).toContain('It became too expensive.');
    expect(box.value).toBe('');
  });

  it.each([
    ['on Shift+Enter, which starts a new line', { key: 'Enter', shiftKey: true }],
    ['while an input method composes a word', { key: 'Enter', isComposing: true }],
    ['while it composes in Safari, which reports keyCode 229', { key: 'Enter', keyCode: 229 }],
    ['on another key', { key: 'e' }],
  ])('does not send %s', async (_, key) => {
    const { box, proxy } = await openQuestion(OPEN);
    fireEvent.input(box, { target: { value: 'It bec' } });
    fireEvent.keyDown(box, key);
    await Promise.resolve();
    expect(proxy.sent('message')).toEqual([]);
    expect(box.value).toBe('It bec');
  });

  it('says how much too long a text is, and does not send it', async () => {
    const { ui, box, proxy } = await openQuestion(OPEN);
    fireEvent.input(box, { target: { value: 'x'.repeat(8003) } });
    await waitFor(() => expect(announcedHint(box)).toBe('3 characters too many – shorten it, or send it in two parts'));
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(proxy.sent('message')).toEqual([]);
    fireEvent.input(box, { target: { value: '👋'.repeat(8000) } });
    await waitFor(() => expect(ui.queryByText(/too many/)).toBeNull());
  });

  it('shows how much too long a text is with every key, and announces it once, then when typing pauses', async () => {
    const { ui, box } = await openQuestion(OPEN);
    const status = () => ui.getByText(/too many/, { selector: '[role=status] [aria-hidden]' });
    fireEvent.input(box, { target: { value: 'x'.repeat(8003) } });
    await waitFor(() => expect(announcedHint(box)).toMatch(/^3 characters/));
    for (const length of [8002, 8001]) {
      fireEvent.input(box, { target: { value: 'x'.repeat(length) } });
      await waitFor(() => expect(status().textContent).toContain(`${length - 8000} character`));
      expect(announcedHint(box)).toMatch(/^3 characters/);
    }
    await waitFor(() => expect(announcedHint(box)).toMatch(/^1 character /));
  });

  it.each<[FailureCode, RegExp]>([
    ['invalid_request', /could not be sent.* still here: send it again/],
    ['internal_error', /could not be sent.* still here: send it again/],
    ['rate_limited', /busy.* still here: send it again in a moment/],
    ['timed_out', /busy.* still here: send it again in a moment/],
    ['upstream_unavailable', /busy.* still here: send it again in a moment/],
    ['unreachable', /reach the interviewer.* still here: check your connection/],
  ])('keeps a text that could not be sent (%s), and says why and what to do', async (code, words) => {
    const { ui, box, proxy } = await openQuestion(OPEN);
    proxy.fail('message', code, code, code, code, code);
    await sendAnswer(ui, 'It became too expensive.');
    await ui.findByText(words, undefined, { timeout: 20_000 });
    expect(box.value).toBe('It became too expensive.');
  });
});
