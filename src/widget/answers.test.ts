// @vitest-environment happy-dom
import { fireEvent, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../interview/failures.ts';
import { type AnswerValue, type Question, validateAnswerValue } from '../interview/questions.ts';
import { createScriptedProxy } from '../model/testing/scripted-proxy.ts';
import { type look, say, visit } from './testing/host-page.ts';

type Ui = ReturnType<typeof look>;

const ask = (type: Question['type'], config: object = {}) => ({ id: 'q', text: 'Well?', type, config }) as Question;
const CHOICES = { options: ['Price', 'Bugs', 'Looks'], allow_other: true };

const SCALE = ask('scale', { min: 0, max: 10, min_label: 'Not at all', max_label: 'Very' });
const LONG_SCALE = ask('scale', { min: 0, max: 100 });
const SINGLE = ask('single_choice', CHOICES);
const MULTIPLE = ask('multiple_choice', CHOICES);
const RANKING = ask('ranking', { options: ['Speed', 'Price', 'Help'] });
const YES_NO = ask('yes_no');

/** The visitor opens the interview, which begins with this question, and waits for its control. */
async function meet(question: Question) {
  const next = { ...ask('open_ended'), id: 'next' };
  const script = [
    { content: 'So: well?', question },
    { content: 'Anything else?', question: next },
    { content: 'Bye.' },
  ];
  const page = visit({}, createScriptedProxy(script));
  fireEvent.click(page.ui.getByRole('button', { name: 'Share your thoughts' }));
  const box = await page.ui.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your answer' });
  const role = question.type === 'scale' && question.config.max <= 10 ? 'radiogroup' : 'group';
  if (question.type !== 'open_ended') await page.ui.findByRole(role, { name: 'Well?' });
  return { ...page, box };
}

const pick = (role: 'radio' | 'checkbox', name: string) => (ui: Ui) =>
  void fireEvent.click(ui.getByRole(role, { name }));

const pickOther = (role: 'radio' | 'checkbox', text: string) => async (ui: Ui) => {
  pick(role, 'Something else')(ui);
  const own = await ui.findByRole('textbox', { name: 'Something else' });
  fireEvent.input(own, { target: { value: text } });
};

const press = (name: string) => async (ui: Ui) => {
  const before = order(ui);
  fireEvent.click(ui.getByRole('button', { name }));
  await waitFor(() => expect(order(ui)).not.toEqual(before));
};

const strike = (item: string, key: 'ArrowUp' | 'ArrowDown') => async (ui: Ui) => {
  const before = order(ui);
  const row = ui.getAllByRole('listitem').find(each => within(each).queryByText(item))!;
  fireEvent.keyDown(row, { key });
  await waitFor(() => expect(order(ui)).not.toEqual(before));
};

const order = (ui: Ui) =>
  ui
    .getAllByRole('button', { name: /^Move .* up$/ })
    .map(button => /^Move (.*) up$/.exec(button.ariaLabel ?? button.getAttribute('aria-label')!)![1]);

const inTurn =
  (...acts: ((ui: Ui) => void | Promise<void>)[]) =>
  async (ui: Ui) => {
    for (const act of acts) await act(ui);
  };

type Row = [
  what: string,
  question: Question,
  act: (ui: Ui) => void | Promise<void>,
  value: AnswerValue,
  words: string,
  /** How the turn reads, where it isn't the words that are sent. */
  turn?: string,
];

const ROWS: Row[] = [
  ['a step of a scale', SCALE, pick('radio', '8'), 8, '8', '8 of 10'],
  ['the low end of a scale, which is zero', SCALE, pick('radio', '0'), 0, '0', '0 of 10 (Not at all)'],
  [
    'a place on a long scale, which is a slider',
    LONG_SCALE,
    ui => void fireEvent.input(ui.getByRole('slider', { name: 'Well?' }), { target: { value: '40' } }),
    40,
    '40',
    '40 of 100',
  ],
  ['one of the options', SINGLE, pick('radio', 'Bugs'), 'Bugs', 'Bugs'],
  ['another one of the options', SINGLE, inTurn(pick('radio', 'Bugs'), pick('radio', 'Looks')), 'Looks', 'Looks'],
  ['a text of one’s own', SINGLE, pickOther('radio', ' My boss '), 'My boss', 'My boss'],
  [
    'an option after a text of one’s own',
    SINGLE,
    inTurn(pickOther('radio', 'My boss'), pick('radio', 'Price')),
    'Price',
    'Price',
  ],
  [
    'several options, in their order',
    MULTIPLE,
    inTurn(pick('checkbox', 'Looks'), pick('checkbox', 'Price')),
    ['Price', 'Looks'],
    'Price, Looks',
    '• Price\n• Looks',
  ],
  [
    'an option taken back',
    MULTIPLE,
    inTurn(pick('checkbox', 'Looks'), pick('checkbox', 'Price'), pick('checkbox', 'Looks')),
    ['Price'],
    'Price',
  ],
  [
    'options and a text of one’s own',
    MULTIPLE,
    inTurn(pick('checkbox', 'Bugs'), pickOther('checkbox', 'My boss')),
    ['Bugs', 'My boss'],
    'Bugs, My boss',
    '• Bugs\n• My boss',
  ],
  ['the order as asked', RANKING, () => {}, ['Speed', 'Price', 'Help'], '1. Speed\n2. Price\n3. Help'],
  [
    'an order made by the buttons',
    RANKING,
    inTurn(press('Move Help up'), press('Move Help up'), press('Move Speed down')),
    ['Help', 'Price', 'Speed'],
    '1. Help\n2. Price\n3. Speed',
  ],
  [
    'an order made by the arrow keys',
    RANKING,
    inTurn(strike('Speed', 'ArrowDown'), strike('Help', 'ArrowUp')),
    ['Price', 'Help', 'Speed'],
    '1. Price\n2. Help\n3. Speed',
  ],
  ['yes', YES_NO, pick('radio', 'Yes'), true, 'Yes'],
  ['no', YES_NO, pick('radio', 'No'), false, 'No'],
];

describe('a structured question is answered by its control', () => {
  it.each(ROWS)('with %s', async (_, question, act, value, words, turn = words) => {
    const { ui, proxy } = await meet(question);
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

  it('with words beside it', async () => {
    const { ui, box, proxy } = await meet(SCALE);
    pick('radio', '8')(ui);
    fireEvent.input(box, { target: { value: 'It helped a lot.' } });
    const send = ui.getByRole('button', { name: 'Send' });
    await waitFor(() => expect(send.getAttribute('aria-disabled')).toBe('false'));
    fireEvent.click(send);
    await ui.findByText('Anything else?');
    expect(proxy.sent('message')).toMatchObject([{ content: '8\n\nIt helped a lot.', answer: { value: 8 } }]);
    expect(ui.getByRole('log').textContent).toContain('You: 8 of 10\n\nIt helped a lot.');
  });

  it('or in words alone, without a value', async () => {
    const { ui, proxy } = await meet(SCALE);
    await say(ui, 'Rather satisfied.');
    await waitFor(() => expect(proxy.sent('message')).toHaveLength(1));
    expect(proxy.sent('message')[0]).not.toHaveProperty('answer');
  });

  it('only where something is chosen', async () => {
    const { ui, proxy } = await meet(MULTIPLE);
    const send = ui.getByRole('button', { name: 'Send' });
    expect(send.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(send);
    expect(proxy.sent('message')).toEqual([]);
  });
});

describe('a ranking', () => {
  it('goes no further than its ends', async () => {
    const { ui } = await meet(RANKING);
    const up = ui.getByRole('button', { name: 'Move Speed up' });
    expect(up.getAttribute('aria-disabled')).toBe('true');
    expect(ui.getByRole('button', { name: 'Move Help down' }).getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(up);
    expect(order(ui)).toEqual(['Speed', 'Price', 'Help']);
  });

  it('says where an item is now', async () => {
    const { ui } = await meet(RANKING);
    await press('Move Help up')(ui);
    expect(ui.getAllByRole('status').map(({ textContent }) => textContent)).toContain('Help, place 2 of 3');
  });
});

describe('the digits on the keyboard choose a step of a scale', () => {
  const typed = async (keys: string[], question: Question = SCALE) => {
    const { ui, proxy } = await meet(question);
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

  it('by its number', async () => expect(await typed(['7'])).toBe(7));
  it('where it has two digits, by both', async () => expect(await typed(['1', '0'])).toBe(10));
  it('and by the last one, where both are no step', async () => expect(await typed(['7', '3'])).toBe(3));
  it('and not where there is no such step', async () => expect(await typed(['4', '9', '0'], FROM_ONE)).toBe(4));
});

it('how many are chosen is counted, and before that it is said that several may be', async () => {
  const { ui } = await meet(MULTIPLE);
  expect(ui.getByText('Choose all that apply')).toBeTruthy();
  pick('checkbox', 'Price')(ui);
  await ui.findByText('1 chosen');
  pick('checkbox', 'Looks')(ui);
  await ui.findByText('2 chosen');
  expect(ui.queryByText('Choose all that apply')).toBeNull();
});

it('a slider that nobody has moved shows no number', async () => {
  const { ui } = await meet(LONG_SCALE);
  expect(ui.getByText('–')).toBeTruthy();
  fireEvent.input(ui.getByRole('slider', { name: 'Well?' }), { target: { value: '50' } });
  await ui.findByText('50');
});

/** What the status under the box tells who listens. */
const tellOf = (box: HTMLElement) =>
  [...box.closest('form')!.querySelectorAll('#hint > :not([aria-hidden])')]
    .map(({ textContent }) => textContent)
    .join();

describe('the message box', () => {
  const OPEN = ask('open_ended');

  it('sends at Enter and is empty then', async () => {
    const { ui, box, proxy } = await meet(OPEN);
    await say(ui, 'It became too expensive.');
    await waitFor(() => expect(proxy.sent('message')).toMatchObject([{ content: 'It became too expensive.' }]));
    await ui.findByText('Anything else?');
    expect(ui.getByRole('log').textContent).toContain('It became too expensive.');
    expect(box.value).toBe('');
  });

  it.each([
    ['with Shift, which makes a line', { key: 'Enter', shiftKey: true }],
    ['while an input method composes', { key: 'Enter', isComposing: true }],
    ['as Safari tells that', { key: 'Enter', keyCode: 229 }],
    ['at another key', { key: 'e' }],
  ])('does not send %s', async (_, key) => {
    const { box, proxy } = await meet(OPEN);
    fireEvent.input(box, { target: { value: 'It bec' } });
    fireEvent.keyDown(box, key);
    await Promise.resolve();
    expect(proxy.sent('message')).toEqual([]);
    expect(box.value).toBe('It bec');
  });

  it('says how much too long a text is, and does not send it', async () => {
    const { ui, box, proxy } = await meet(OPEN);
    fireEvent.input(box, { target: { value: 'x'.repeat(8003) } });
    await waitFor(() => expect(tellOf(box)).toBe('3 characters too many – shorten it, or send it in two parts'));
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(proxy.sent('message')).toEqual([]);
    fireEvent.input(box, { target: { value: '👋'.repeat(8000) } });
    await waitFor(() => expect(ui.queryByText(/too many/)).toBeNull());
  });

  it('shows with every key how much too long a text is, and tells it once, and again when the typing rests', async () => {
    const { ui, box } = await meet(OPEN);
    const status = () => ui.getByText(/too many/, { selector: '[role=status] [aria-hidden]' });
    fireEvent.input(box, { target: { value: 'x'.repeat(8003) } });
    await waitFor(() => expect(tellOf(box)).toMatch(/^3 characters/));
    for (const length of [8002, 8001]) {
      fireEvent.input(box, { target: { value: 'x'.repeat(length) } });
      await waitFor(() => expect(status().textContent).toContain(`${length - 8000} character`));
      expect(tellOf(box)).toMatch(/^3 characters/);
    }
    await waitFor(() => expect(tellOf(box)).toMatch(/^1 character /));
  });

  it.each<[FailureCode, RegExp]>([
    ['invalid_request', /could not be sent.* still here: send it again/],
    ['internal_error', /could not be sent.* still here: send it again/],
    ['rate_limited', /busy.* still here: send it again in a moment/],
    ['timed_out', /busy.* still here: send it again in a moment/],
    ['upstream_unavailable', /busy.* still here: send it again in a moment/],
    ['unreachable', /reach the interviewer.* still here: check your connection/],
  ])('keeps what could not be sent (%s), and says why and what to do', async (code, words) => {
    const { ui, box, proxy } = await meet(OPEN);
    proxy.fail('message', code, code, code, code, code);
    await say(ui, 'It became too expensive.');
    await ui.findByText(words, undefined, { timeout: 20_000 });
    expect(box.value).toBe('It became too expensive.');
  });
});
