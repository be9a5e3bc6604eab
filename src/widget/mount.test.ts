// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it, onTestFinished } from 'vitest';
import '../page/triggers.ts'; // Loads it early, so that no test waits for the import.
import { createScriptedProxy, SCRIPT } from '../model/testing/scripted-proxy.ts';
import { loadDeferredModel } from './load-deferred.ts';
import { type MountOptions, mount } from './mount.ts';
import { mountOnPage, sendAnswer } from './testing/host-page.ts';

const LAUNCHER = { name: 'Share your thoughts' };

/** Opens the interview with the launcher. */
async function open(...args: Parameters<typeof mountOnPage>) {
  const page = mountOnPage(...args);
  const launcher = page.ui.getByRole('button');
  launcher.focus();
  fireEvent.click(launcher);
  const box = await page.ui.findByRole('textbox', { name: 'Your answer' });
  return { ...page, box };
}

const focused = (host: Element) => host.shadowRoot!.activeElement;

describe('the launcher', () => {
  it('is a button with our text, or the host’s', () => {
    expect(mountOnPage().ui.getByRole('button', LAUNCHER)).toBeTruthy();
    expect(
      mountOnPage({ texts: { launcher: 'Tell us why' } }).ui.getByRole('button', { name: 'Tell us why' }),
    ).toBeTruthy();
  });

  it('sends nothing before it is pressed', async () => {
    const { proxy, handle, eventNames } = mountOnPage();
    await Promise.resolve();
    expect([proxy.calls, handle.status, eventNames()]).toEqual([[], 'idle', ['koji-ready']]);
  });

  it('is missing with trigger "manual", where the host opens the interview', async () => {
    const { ui, handle } = mountOnPage({ trigger: 'manual' });
    expect(ui.queryByRole('button')).toBeNull();
    handle.open();
    expect(await ui.findByRole('dialog', { name: 'Interview' })).toBeTruthy();
  });

  it('may be the host’s own button, also one that is added later', async () => {
    const { ui } = mountOnPage({ trigger: '.feedback' });
    document.body.insertAdjacentHTML('beforeend', '<button class="feedback"><b>Why?</b></button>');
    const button = document.querySelector('.feedback')!;
    onTestFinished(() => button.remove());
    // The code for it is a chunk of its own.
    await import('../page/triggers.ts');
    fireEvent.click(button.firstElementChild!);
    expect(await ui.findByRole('dialog')).toBeTruthy();
  });
});

describe('the dialog', () => {
  it('holds the conversation, with the focus in the message box', async () => {
    const { ui, host, box } = await open();
    expect(ui.getByRole('dialog', { name: 'Interview' }).contains(box)).toBe(true);
    expect(ui.getByRole('log', { name: 'Interview' }).textContent).toContain('Hello! Why did you leave?');
    await waitFor(() => expect(focused(host)).toBe(box));
  });

  it.each<[string, (ui: Awaited<ReturnType<typeof open>>['ui']) => void]>([
    ['Escape', ui => fireEvent.keyDown(ui.getByRole('textbox'), { key: 'Escape' })],
    ['its button', ui => fireEvent.click(ui.getByRole('button', { name: 'Close' }))],
  ])('is closed by %s; the focus returns to the launcher and the interview goes on', async (_, close) => {
    const { ui, host, handle, eventNames, proxy } = await open();
    await waitFor(() => expect(focused(host)).toBe(ui.getByRole('textbox')));
    close(ui);
    const launcher = await ui.findByRole('button', LAUNCHER);
    await waitFor(() => expect(focused(host)).toBe(launcher));
    expect(ui.queryByRole('dialog')).toBeNull();
    expect([handle.status, eventNames().at(-1), proxy.sent('complete')]).toEqual(['active', 'koji-close', []]);
  });

  it('keeps typed keys and its Escape from the host’s hotkeys, but not combinations, F1 and Tab', async () => {
    const { ui } = await open();
    // The deferred chunk makes it complete.
    await ui.findByRole('button', { name: 'End interview' });
    await import('./deferred/deferred.ts');
    const keysOfPage: string[] = [];
    const record = (event: KeyboardEvent) => keysOfPage.push(event.key);
    document.addEventListener('keydown', record);
    onTestFinished(() => document.removeEventListener('keydown', record));
    const box = ui.getByRole('textbox');
    await waitFor(() => {
      keysOfPage.length = 0;
      fireEvent.keyDown(box, { key: 'a' });
      expect(keysOfPage).toEqual([]);
    });
    const keys: Partial<KeyboardEvent>[] = [
      { key: '/' },
      { key: 'Backspace' },
      { key: '@', ctrlKey: true, altKey: true },
      { key: 'k', ctrlKey: true },
      { key: 'p', metaKey: true },
      { key: 'F1' },
      { key: 'Tab' },
      { key: 'Escape' },
    ];
    for (const key of keys) fireEvent.keyDown(box, key);
    expect(keysOfPage).toEqual(['k', 'p', 'F1', 'Tab']);
  });

  it('does not take the focus from a visitor who is busy in the page', async () => {
    const field = document.body.appendChild(document.createElement('input'));
    onTestFinished(() => field.remove());
    const { ui } = mountOnPage({ mode: 'inline' });
    field.focus();
    await ui.findByRole('textbox', { name: 'Your answer' });
    expect(document.activeElement).toBe(field);
  });
});

describe('End interview', () => {
  async function ask() {
    const page = await open();
    fireEvent.click(page.ui.getByRole('button', { name: 'End interview' }));
    const question = await page.ui.findByRole('alertdialog', { name: 'End the interview?' });
    return { ...page, question };
  }

  it('asks first, with the focus on the harmless answer', async () => {
    const { ui, host, proxy } = await ask();
    expect(proxy.sent('complete')).toEqual([]);
    expect(ui.getByRole('button', { name: 'End now' })).toBeTruthy();
    await waitFor(() => expect(focused(host)).toBe(ui.getByRole('button', { name: 'Keep going' })));
  });

  it('End now completes as respondent_left and shows the thank-you view', async () => {
    const { ui, proxy } = await ask();
    fireEvent.click(ui.getByRole('button', { name: 'End now' }));
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]);
  });

  it.each<[string, (page: Awaited<ReturnType<typeof ask>>) => void]>([
    ['Keep going', ({ ui }) => fireEvent.click(ui.getByRole('button', { name: 'Keep going' }))],
    ['Escape', ({ question }) => fireEvent.keyDown(question, { key: 'Escape' })],
  ])('%s goes on, and keeps the draft', async (_, goOn) => {
    const page = await open();
    fireEvent.input(page.box, { target: { value: 'It bec' } });
    fireEvent.click(page.ui.getByRole('button', { name: 'End interview' }));
    const question = await page.ui.findByRole('alertdialog');
    goOn({ ...page, question });
    const box = await page.ui.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your answer' });
    expect(box.value).toBe('It bec');
    expect([page.handle.status, page.ui.queryByRole('alertdialog')]).toEqual(['active', null]);
  });
});

describe('a time limit', () => {
  it('is shown while there is one', async () => {
    const { ui } = await open({ maxDuration: '15m' });
    expect((await ui.findByRole('timer')).textContent).toMatch(/^(15:00|14:5\d) left$/);
  });

  it('S11: is not shown when none is set', async () => {
    const { ui } = await open();
    await loadDeferredModel();
    expect(ui.queryByRole('timer')).toBeNull();
  });

  it('S10: that has passed leads to the thank-you view, which says why', async () => {
    const { ui, proxy } = mountOnPage({ mode: 'inline', maxDuration: 1 });
    await ui.findByText(/time was up/);
    expect(proxy.sent('complete')).toEqual([{ reason: 'timeout' }]);
  });
});

describe('the handle', () => {
  it('opens, closes and completes, and has the status', async () => {
    const { handle, ui, proxy } = mountOnPage({ trigger: 'manual' });
    handle.open();
    await ui.findByRole('textbox');
    handle.close();
    expect(handle.status).toBe('active');
    handle.complete();
    await waitFor(() => expect(handle.status).toBe('completed'));
    expect(proxy.sent('complete')).toEqual([{ reason: 'manual' }]);
  });

  it('returns a function that removes a listener', async () => {
    const { handle } = mountOnPage({ trigger: 'manual' });
    const calls: string[] = [];
    handle.on('koji-open', () => calls.push('first'));
    const off = handle.on('koji-open', () => calls.push('second'));
    off();
    handle.open();
    expect(calls).toEqual(['first']);
  });

  it('S5: hears of the whole interview, and of the completion once', async () => {
    const { ui, handle, events, eventNames } = await open({}, createScriptedProxy([SCRIPT[0]!, SCRIPT[3]!]));
    await sendAnswer(ui, 'It became too expensive.');
    await ui.findByRole('heading', { name: 'Thanks for the chat!' }, { timeout: 5000 });
    expect(handle.status).toBe('completed');
    expect(eventNames()).toEqual([
      'koji-ready',
      'koji-open',
      'koji-start',
      'koji-message',
      'koji-message',
      'koji-complete',
    ]);
    expect(events.at(-1)!.detail).toMatchObject({ interviewId: 'interview-1', reason: 'natural', stats: {} });
  });

  it('removes everything on destroy, completes nothing, and does nothing afterwards', async () => {
    const { handle, host, proxy } = await open();
    const calls = proxy.calls.length;
    handle.destroy();
    expect(host.isConnected).toBe(false);
    handle.open();
    handle.complete();
    handle.destroy();
    await Promise.resolve();
    expect(proxy.sent('complete')).toEqual([]);
    expect(proxy.calls.slice(calls).map(({ route }) => route)).not.toContain('start');
  });

  it('resumes the same interview when it is mounted again', async () => {
    const { handle, proxy, study } = await open();
    handle.destroy();
    const again = mount({ study });
    onTestFinished(() => again.destroy());
    await waitFor(() => expect(again.status).toBe('active'));
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });

  it('resumes it in the new language when it is mounted again with one', async () => {
    const { handle, host, proxy, study } = await open();
    handle.destroy();
    const again = mountOnPage({ study, locale: 'fr' }, proxy);
    expect(again.host).not.toBe(host);
    await again.ui.findByRole('button', { name: 'Terminer l’entretien' });
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });
});

describe('once', () => {
  const finish = async (once: MountOptions['once'], end: 'complete' | 'close') => {
    const page = await open({ once });
    page.handle[end]();
    if (end === 'complete') await page.ui.findByRole('heading', { name: 'Thanks for the chat!' });
    page.handle.close();
    await waitFor(() => expect(page.ui.queryByRole('dialog')).toBeNull());
    return page;
  };

  it.each<[MountOptions['once'], 'complete' | 'close', Storage]>([
    ['tab', 'complete', sessionStorage],
    ['visitor', 'complete', localStorage],
    ['tab:closed', 'close', sessionStorage],
    ['visitor:closed', 'close', localStorage],
  ])('%s: after %s the interview is not offered again', async (once, end, storage) => {
    const { handle, study } = await finish(once, end);
    expect(storage.getItem(`koji:/koji:${study}:${once}`)).toBe('true');
    handle.destroy();
    storage.removeItem(`koji:/koji:${study}`);
    const again = mountOnPage({ once, study });
    expect(again.ui.queryByRole('button')).toBeNull();
    again.handle.open();
    await again.ui.findByRole('dialog');
  });

  it('visitor: a visitor who has only closed the interview is offered it again', async () => {
    const { ui } = await finish('visitor', 'close');
    expect(ui.getByRole('button', LAUNCHER)).toBeTruthy();
  });

  it('tab:closed: a running interview can still be opened again', async () => {
    const { ui, handle } = await finish('tab:closed', 'close');
    expect(ui.getByRole('button', LAUNCHER)).toBeTruthy();
    handle.complete();
    await waitFor(() => expect(ui.queryByRole('button')).toBeNull());
  });

  it('inline: a visitor who has completed the interview sees nothing, and nothing is sent', async () => {
    const { handle, study, ui } = mountOnPage({ mode: 'inline', once: 'tab' });
    await ui.findByRole('textbox');
    handle.complete();
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    handle.destroy();
    const again = mountOnPage({ mode: 'inline', once: 'tab', study });
    await Promise.resolve();
    expect([again.ui.queryByRole('textbox'), again.proxy.calls, again.eventNames()]).toEqual([
      null,
      [],
      ['koji-ready'],
    ]);
  });
});

describe('mount', () => {
  it('calls the listeners in its options from the first event on', async () => {
    const calls: string[] = [];
    const { handle } = mountOnPage({ trigger: 'manual', on: { 'koji-ready': ({ type }) => calls.push(type) } });
    await Promise.resolve();
    handle.on('koji-open', ({ type }) => calls.push(type));
    handle.open();
    expect(calls).toEqual(['koji-ready', 'koji-open']);
  });

  it('puts an inline interview into its target, and starts it', async () => {
    const main = document.body.appendChild(document.createElement('main'));
    onTestFinished(() => main.remove());
    main.id = 'here';
    const { host, ui } = mountOnPage({ mode: 'inline', target: '#here' });
    expect(host.parentElement).toBe(main);
    await ui.findByRole('textbox', { name: 'Your answer' });
    expect([ui.queryByRole('dialog'), ui.queryByRole('button', { name: 'Close' })]).toEqual([null, null]);
  });

  it('throws an error that names a missing target or a wrong option, and adds nothing', () => {
    const before = document.body.innerHTML;
    expect(() => mount({ target: '#nowhere' })).toThrow('target "#nowhere" finds no element on the page');
    expect(() => mount({ mode: 'sidebar' as 'popup' })).toThrow('option "mode"');
    expect(document.body.innerHTML).toBe(before);
  });

  it('adds no style and no markup to the page except its own element', () => {
    const head = document.head.innerHTML;
    const { host } = mountOnPage();
    expect(document.head.innerHTML).toBe(head);
    expect(document.adoptedStyleSheets).toEqual([]);
    expect(host.shadowRoot!.adoptedStyleSheets.length).toBeGreaterThan(0);
    expect(host.shadowRoot!.querySelector('style')).toBeNull();
  });
});
