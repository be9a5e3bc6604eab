// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../interview/completion.ts';
import type { FailureCode } from '../interview/failures.ts';
import type { Question } from '../interview/questions.ts';
import { createScriptedProxy, SCRIPT, TICKET } from '../model/testing/scripted-proxy.ts';
import { mountOnPage, sendAnswer } from './testing/host-page.ts';

const inline = (proxy = createScriptedProxy(), options = {}) => mountOnPage({ mode: 'inline', ...options }, proxy);

const ask = (type: Question['type'], config: object = {}) =>
  ({ id: 'q', text: 'Hur var det?', type, config }) as Question;

/** A proxy whose starts fail with these codes, one after another. */
const failing = (...codes: FailureCode[]) => {
  const proxy = createScriptedProxy();
  proxy.fail('start', ...codes);
  return proxy;
};

describe('when a start fails', () => {
  it.each<[FailureCode, RegExp]>([
    ['rate_limited', /busy/],
    ['upstream_unavailable', /busy/],
    ['unreachable', /connection/],
    ['internal_error', /wrong on our side/],
    ['upstream_failed', /wrong on our side/],
  ])('with %s, the widget says so in plain words and offers to try again', async (code, words) => {
    const { ui, events } = inline(failing(code));
    await ui.findByText(words);
    expect(events.at(-1)).toMatchObject({ name: 'koji-error', detail: { code, recoverable: true } });
    fireEvent.click(ui.getByRole('button', { name: 'Try again' }));
    await ui.findByRole('textbox', { name: 'Your answer' });
  });

  it.each<[FailureCode, RegExp]>([
    ['forbidden', /No interview is available/],
    ['origin_not_allowed', /No interview is available/],
    ['invalid_request', /wrong on our side/],
    ['no_proxy', /not connected to this page yet/],
  ])('with %s, the widget says so and offers nothing, because nothing would help', async (code, words) => {
    const { ui } = inline(failing(code));
    await ui.findByText(words);
    expect(ui.queryAllByRole('button')).toEqual([]);
  });

  it('to resume an interview, the widget says that everything said so far is kept', async () => {
    const proxy = createScriptedProxy();
    const first = inline(proxy);
    await first.ui.findByRole('textbox');
    first.handle.destroy();
    proxy.fail('resume', 'internal_error');
    const { ui } = inline(proxy, { study: first.study });
    await ui.findByText(/wrong on our side.*What you have said so far is kept/);
  });

  it('the respondent sees no code and no message of the proxy', async () => {
    const { ui, host } = inline(failing('upstream_failed'));
    await ui.findByText(/wrong on our side/);
    expect(host.shadowRoot!.textContent).not.toMatch(/upstream|as the test wants/);
  });
});

it.each<FailureCode>(['ticket_expired', 'ticket_invalid', 'not_found'])(
  'after %s the respondent can start a new interview, which keeps the draft',
  async code => {
    const proxy = createScriptedProxy();
    const { ui } = inline(proxy);
    await ui.findByRole('textbox', { name: 'Your answer' });
    proxy.fail('message', code);
    await sendAnswer(ui, 'It became too expensive.');
    await ui.findByText(/This interview is over/);
    fireEvent.click(ui.getByRole('button', { name: 'Start again' }));
    const box = await ui.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your answer' });
    expect(proxy.sent('start')).toHaveLength(2);
    expect(box.value).toBe('It became too expensive.');
  },
);

it('a completion that has failed is tried again with its reason', async () => {
  const proxy = createScriptedProxy();
  const { ui, handle } = inline(proxy);
  await ui.findByRole('textbox', { name: 'Your answer' });
  proxy.fail('complete', 'upstream_failed');
  handle.complete('timeout');
  fireEvent.click(await ui.findByRole('button', { name: 'Try again' }));
  await ui.findByRole('heading', { name: 'Thanks for the chat!' });
  expect(proxy.sent('complete')).toEqual([{ reason: 'timeout' }, { reason: 'timeout' }]);
});

describe('the thank-you view', () => {
  async function complete(reason: Reason = 'manual', options = {}) {
    const page = inline(undefined, options);
    await page.ui.findByRole('textbox', { name: 'Your answer' });
    page.handle.complete(reason);
    await page.ui.findByRole('button', { name: 'Loved it' });
    return page;
  }

  it('has a heading and two buttons', async () => {
    const { ui } = await complete();
    expect(ui.getByRole('heading').textContent).toBe('Thanks for the chat!');
    expect(ui.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Loved it', 'Not great']);
  });

  it.each([
    ['Loved it', 'loved_it'],
    ['Not great', 'not_great'],
  ])('reports %s to the host once, and tells the respondent that it is noted', async (name, rating) => {
    const { ui, events } = await complete();
    const button = ui.getByRole('button', { name });
    fireEvent.click(button);
    await waitFor(() => expect(button.getAttribute('aria-pressed')).toBe('true'));
    fireEvent.click(button);
    const feedback = events.filter(event => event.name === 'koji-feedback');
    expect(feedback.map(({ detail }) => detail)).toEqual([{ interviewId: 'interview-1', rating }]);
    expect(ui.getByText('Thank you, noted.')).toBeTruthy();
  });

  it('takes a message once a button is pressed, and reports it to the host', async () => {
    const { ui, events } = await complete();
    expect(ui.queryByRole('textbox')).toBeNull();
    fireEvent.click(ui.getByRole('button', { name: 'Not great' }));
    const box = await ui.findByRole<HTMLTextAreaElement>('textbox', { name: 'Anything you would like to add?' });
    const form = box.closest('form')!;
    fireEvent.input(box, { target: { value: '  ' } });
    fireEvent.submit(form);
    fireEvent.input(box, { target: { value: ' Too\0 many questions. ' } });
    fireEvent.submit(form);
    await waitFor(() => expect(ui.queryByRole('textbox')).toBeNull());
    expect(events.filter(({ name }) => name === 'koji-feedback').map(({ detail }) => detail)).toEqual([
      { interviewId: 'interview-1', rating: 'not_great' },
      { interviewId: 'interview-1', rating: 'not_great', message: 'Too many questions.' },
    ]);
    expect(ui.getByText('Thank you, noted.')).toBeTruthy();
  });

  it('has a link if the host has set one', async () => {
    const without = await complete();
    expect(without.ui.queryByRole('link')).toBeNull();
    const { ui } = await complete('manual', { thanksLink: '/changes' });
    expect(ui.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe('/changes');
  });

  it.each<[Reason, RegExp]>([
    ['timeout', /The time was up/],
    ['respondent_left', /You ended it early/],
  ])('says how the interview ended after %s', async (reason, words) => {
    const { ui } = await complete(reason);
    expect(ui.getByText(words).textContent).toContain('is kept');
  });

  it('says that the interview was completed already when the page learns it from the proxy', async () => {
    const proxy = createScriptedProxy();
    const first = inline(proxy);
    await first.ui.findByRole('textbox');
    first.handle.destroy();
    proxy.completeAs('respondent_left');
    const { ui } = inline(proxy, { study: first.study });
    await ui.findByText(/was completed already/);
    expect(ui.getByRole('heading').textContent).toBe('Thanks for the chat!');
  });

  it('S16: appears without an error if the interview was completed already', async () => {
    const proxy = createScriptedProxy();
    const { ui, eventNames } = inline(proxy);
    await ui.findByRole('textbox', { name: 'Your answer' });
    proxy.completeAs('manual');
    await sendAnswer(ui, 'One more thing.');
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    expect(eventNames()).not.toContain('koji-error');
    expect(ui.queryByText(/did not work|could not be sent/)).toBeNull();
  });

  it('appears although Koji has not acknowledged the completion yet', async () => {
    const proxy = createScriptedProxy();
    proxy.acknowledgesLater = true;
    const { ui, handle, events } = inline(proxy);
    await ui.findByRole('textbox', { name: 'Your answer' });
    handle.complete();
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    expect(events.at(-1)).toMatchObject({ name: 'koji-complete', detail: { reason: 'manual', stats: null } });
  });
});

it('the interviewer’s closing words stay long enough to be read, then the thank-you view appears', async () => {
  const { ui, handle } = inline(createScriptedProxy([SCRIPT[0]!, SCRIPT[3]!]));
  await sendAnswer(ui, 'It became too expensive.');
  await waitFor(() => expect(handle.status).toBe('completed'));
  await waitFor(() => expect(ui.getByRole('log').textContent).toContain(SCRIPT[3]!.content));
  expect([ui.queryByRole('heading'), ui.queryByRole('textbox')]).toEqual([null, null]);
  // It has ended: there is nothing to end any more.
  expect(ui.queryByRole('button', { name: 'End interview' })).toBeNull();
  await ui.findByRole('heading', { name: 'Thanks for the chat!' }, { timeout: 5000 });
  expect(ui.queryByRole('log')).toBeNull();
});

describe('the line under the message box says', () => {
  const hint = (ui: ReturnType<typeof inline>['ui'], words: string) =>
    waitFor(() => expect(ui.getByRole('textbox').closest('form')!.textContent).toContain(words));

  it('that a resumed interview goes on where it was left, until the respondent answers', async () => {
    const proxy = createScriptedProxy();
    const first = inline(proxy);
    await sendAnswer(first.ui, 'It became too expensive.');
    await waitFor(() => expect(first.ui.getAllByText(/How satisfied/)).toBeTruthy());
    first.handle.destroy();
    const { ui } = inline(proxy, { study: first.study });
    await ui.findByRole('textbox');
    await hint(ui, 'Welcome back.');
    await sendAnswer(ui, 'Seven, I would say.');
    await waitFor(() => expect(ui.queryByText(/Welcome back/)).toBeNull());
  });

  it('that the time is nearly up', async () => {
    const { ui } = inline(undefined, { maxDuration: '50s' });
    await ui.findByRole('textbox');
    await hint(ui, 'Less than a minute left.');
  });
});

describe('in another language', () => {
  it('all texts and numbers are in it', async () => {
    const { ui, host } = inline(undefined, { locale: 'de-AT' });
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    expect(ui.getByText('Frage 1')).toBeTruthy();
    expect(host.shadowRoot!.querySelector('.root')).toMatchObject({ lang: 'de-AT', dir: 'ltr' });
  });

  it('written from right to left, the widget is mirrored', async () => {
    const { ui, host } = inline(undefined, { locale: 'ar-EG' });
    await ui.findByRole('textbox', { name: 'إجابتك' });
    expect(ui.getByText('السؤال ١')).toBeTruthy();
    expect(host.shadowRoot!.querySelector('.root')).toMatchObject({ lang: 'ar-EG', dir: 'rtl' });
  });

  it('the host’s texts replace ours', async () => {
    const { ui } = inline(undefined, { locale: 'fr', texts: { send: 'Et hop' } });
    await ui.findByRole('button', { name: 'Et hop' });
    expect(ui.getByRole('button', { name: 'Terminer l’entretien' })).toBeTruthy();
  });

  it('without a translation, the widget is English and marked as that; the interview is requested in the language', async () => {
    const { ui, host, proxy } = inline(undefined, { locale: 'sv' });
    await ui.findByRole('textbox', { name: 'Your answer' });
    expect(host.shadowRoot!.querySelector('.root')).toMatchObject({ lang: 'en', dir: 'ltr' });
    expect(proxy.sent('start')[0]).toMatchObject({ locale: 'sv' });
  });

  it.each<[Question, marked: string[]]>([
    [ask('scale', { min: 0, max: 9, min_label: 'Inte alls', max_label: 'Helt' }), ['Inte alls', 'Helt']],
    [ask('single_choice', { options: ['Priset', 'Annat'], allow_other: true }), ['Priset', 'Annat']],
    [ask('ranking', { options: ['Pris', 'Hjälp'] }), ['Pris', 'Hjälp']],
    [ask('yes_no'), []],
  ])(
    'the interviewer’s texts ($type) are marked with the interview’s language, and the widget’s with its own',
    async (question, words) => {
      const { ui } = inline(createScriptedProxy([{ content: 'Hej!', question }, { content: 'Tack.' }]), {
        locale: 'sv',
      });
      const control = await ui.findByRole(question.type === 'scale' ? 'radiogroup' : 'group', { name: 'Hur var det?' });
      const langOf = (node: Element) => node.closest('[lang]')!.getAttribute('lang');
      expect(['Hej!', 'Hur var det?', ...words].map(each => langOf(ui.getByText(each)))).toEqual(
        ['Hej!', 'Hur var det?', ...words].map(() => 'sv'),
      );
      const own = ['Interviewer: ', 'Something else', 'Best first. Drag, or use the arrows.', 'Yes'];
      const there = own.flatMap(each => ui.queryAllByText(each.trim(), { exact: false }));
      expect(there.length).toBeGreaterThan(0);
      expect(there.map(langOf)).toEqual(there.map(() => 'en'));
      expect(langOf(control)).toBe('en');
    },
  );

  it('nothing is drawn if the widget is destroyed before the translation is loaded', async () => {
    const { handle, host } = inline(undefined, { locale: 'it' });
    handle.destroy();
    await import('./languages/it.ts');
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(host.shadowRoot!.childElementCount).toBe(0);
  });
});

it('a resumed interview looks as it did before', async () => {
  const proxy = createScriptedProxy();
  const first = inline(proxy);
  await sendAnswer(first.ui, 'It became too expensive.');
  fireEvent.click(await first.ui.findByRole('radio', { name: '7' }));
  await sendAnswer(first.ui, 'It helped.');
  await waitFor(() => expect(first.ui.getByRole('log').textContent).toContain('And what matters most?'));
  const before = first.ui.getByRole('log').textContent;
  expect(before).toContain('You: 7 of 10\n\nIt helped.');
  first.handle.destroy();
  const { ui } = inline(proxy, { study: first.study });
  await waitFor(() => expect(ui.getByRole('log').textContent).toBe(before));
});

describe('consent', () => {
  it('is asked for before anything is sent or stored', async () => {
    const { ui, proxy } = inline(undefined, { consent: true });
    expect(await ui.findByRole('button', { name: 'Not now' })).toBeTruthy();
    expect([proxy.calls, sessionStorage.length, localStorage.length]).toEqual([[], 0, 0]);
    fireEvent.click(ui.getByRole('button', { name: 'Agree and start' }));
    await ui.findByRole('textbox', { name: 'Your answer' });
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('can still be given with one press after it was declined', async () => {
    const { ui, proxy } = inline(undefined, { consent: true });
    fireEvent.click(await ui.findByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(ui.queryByRole('button', { name: 'Not now' })).toBeNull());
    expect([proxy.calls, sessionStorage.length]).toEqual([[], 0]);
    fireEvent.click(ui.getByRole('button', { name: 'Agree and start' }));
    await ui.findByRole('textbox', { name: 'Your answer' });
  });

  it('closes the dialog when it is declined', async () => {
    const { ui, handle } = mountOnPage({ consent: true });
    handle.open();
    fireEvent.click(await ui.findByRole('button', { name: 'Not now' }));
    await ui.findByRole('button', { name: 'Share your thoughts' });
    expect(handle.status).toBe('idle');
  });
});

describe('after a reload', () => {
  it('the conversation is resumed, with its draft', async () => {
    const proxy = createScriptedProxy();
    const first = mountOnPage({ trigger: 'manual' }, proxy);
    first.handle.open();
    fireEvent.input(await first.ui.findByRole('textbox'), { target: { value: 'It became too' } });
    await waitFor(() => expect(JSON.stringify(sessionStorage)).toContain('It became too'));
    first.handle.destroy();
    const { ui } = mountOnPage({ trigger: 'manual', study: first.study }, proxy);
    const box = await ui.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your answer' });
    expect(box.value).toBe('It became too');
    expect(proxy.calls.at(-1)).toMatchObject({ route: 'resume', ticket: TICKET });
  });
});

it('the host’s texts replace ours', async () => {
  const { ui } = inline(undefined, { texts: { send: 'Absenden', answer: 'Ihre Antwort', endInterview: 'Beenden' } });
  await ui.findByRole('textbox', { name: 'Ihre Antwort' });
  expect(ui.getByRole('button', { name: 'Absenden' })).toBeTruthy();
  expect(ui.getByRole('button', { name: 'Beenden' })).toBeTruthy();
});
