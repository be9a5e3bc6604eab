// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it, onTestFinished } from 'vitest';
import '../page/triggers.ts'; // Where it is needed it is there at once, as on a page that has been open for a moment.
import { createScriptedProxy, SCRIPT } from '../model/testing/scripted-proxy.ts';
import { loadDeferredModel } from './load-deferred.ts';
import { type MountOptions, mount } from './mount.ts';
import { say, visit } from './testing/host-page.ts';

const LAUNCHER = { name: 'Share your thoughts' };

/** A visitor who has opened the interview with the launcher. */
async function open(...args: Parameters<typeof visit>) {
  const page = visit(...args);
  const launcher = page.ui.getByRole('button');
  launcher.focus();
  fireEvent.click(launcher);
  const box = await page.ui.findByRole('textbox', { name: 'Your answer' });
  return { ...page, box };
}

const focused = (host: Element) => host.shadowRoot!.activeElement;

describe('the launcher', () => {
  it('is a button with our text, or the host’s', () => {
    expect(visit().ui.getByRole('button', LAUNCHER)).toBeTruthy();
    expect(visit({ texts: { launcher: 'Tell us why' } }).ui.getByRole('button', { name: 'Tell us why' })).toBeTruthy();
  });

  it('sends nothing before it is pressed', async () => {
    const { proxy, handle, names } = visit();
    await Promise.resolve();
    expect([proxy.calls, handle.status, names()]).toEqual([[], 'idle', ['koji-ready']]);
  });

  it('is not there where the host opens the interview itself', async () => {
    const { ui, handle } = visit({ trigger: 'manual' });
    expect(ui.queryByRole('button')).toBeNull();
    handle.open();
    expect(await ui.findByRole('dialog', { name: 'Interview' })).toBeTruthy();
  });

  it('may be a button of the host’s, also one that comes later', async () => {
    const { ui } = visit({ trigger: '.feedback' });
    document.body.insertAdjacentHTML('beforeend', '<button class="feedback"><b>Why?</b></button>');
    const button = document.querySelector('.feedback')!;
    onTestFinished(() => button.remove());
    fireEvent.click(button.firstElementChild!);
    expect(await ui.findByRole('dialog')).toBeTruthy();
  });
});

describe('the dialog', () => {
  it('has the conversation in it, and the focus in the message box', async () => {
    const { ui, host, box } = await open();
    expect(ui.getByRole('dialog', { name: 'Interview' }).contains(box)).toBe(true);
    expect(ui.getByRole('log', { name: 'Interview' }).textContent).toContain('Hello! Why did you leave?');
    await waitFor(() => expect(focused(host)).toBe(box));
  });

  it.each<[string, (ui: Awaited<ReturnType<typeof open>>['ui']) => void]>([
    ['Escape', ui => fireEvent.keyDown(ui.getByRole('textbox'), { key: 'Escape' })],
    ['its button', ui => fireEvent.click(ui.getByRole('button', { name: 'Close' }))],
  ])('is closed by %s; the focus returns to the launcher, the interview goes on', async (_, close) => {
    const { ui, host, handle, names, proxy } = await open();
    await waitFor(() => expect(focused(host)).toBe(ui.getByRole('textbox')));
    close(ui);
    const launcher = await ui.findByRole('button', LAUNCHER);
    await waitFor(() => expect(focused(host)).toBe(launcher));
    expect(ui.queryByRole('dialog')).toBeNull();
    expect([handle.status, names().at(-1), proxy.sent('complete')]).toEqual(['active', 'koji-close', []]);
  });

  it('keeps what is typed, and its Escape, from the host’s own hotkeys; combinations, help and Tab are the host’s', async () => {
    const { ui } = await open();
    // What keeps it comes with the later code.
    await ui.findByRole('button', { name: 'End interview' });
    await import('./deferred/deferred.ts');
    const heard: string[] = [];
    const hear = (event: KeyboardEvent) => heard.push(event.key);
    document.addEventListener('keydown', hear);
    onTestFinished(() => document.removeEventListener('keydown', hear));
    const box = ui.getByRole('textbox');
    await waitFor(() => {
      heard.length = 0;
      fireEvent.keyDown(box, { key: 'a' });
      expect(heard).toEqual([]);
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
    expect(heard).toEqual(['k', 'p', 'F1', 'Tab']);
  });

  it('does not take the focus from a visitor who is busy in the page', async () => {
    const field = document.body.appendChild(document.createElement('input'));
    onTestFinished(() => field.remove());
    const { ui } = visit({ mode: 'inline' });
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

  it('asks first, with the safe answer under the finger', async () => {
    const { ui, host, proxy } = await ask();
    expect(proxy.sent('complete')).toEqual([]);
    expect(ui.getByRole('button', { name: 'End now' })).toBeTruthy();
    await waitFor(() => expect(focused(host)).toBe(ui.getByRole('button', { name: 'Keep going' })));
  });

  it('End now completes as respondent_left and leads to the thanks', async () => {
    const { ui, proxy } = await ask();
    fireEvent.click(ui.getByRole('button', { name: 'End now' }));
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]);
  });

  it.each<[string, (page: Awaited<ReturnType<typeof ask>>) => void]>([
    ['Keep going', ({ ui }) => fireEvent.click(ui.getByRole('button', { name: 'Keep going' }))],
    ['Escape', ({ question }) => fireEvent.keyDown(question, { key: 'Escape' })],
  ])('%s goes on, with what was being typed', async (_, goOn) => {
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

  it('S11: is not there where nobody has set one', async () => {
    const { ui } = await open();
    await loadDeferredModel();
    expect(ui.queryByRole('timer')).toBeNull();
  });

  it('S10: that has passed ends in the thanks, which say why', async () => {
    const { ui, proxy } = visit({ mode: 'inline', maxDuration: 1 });
    await ui.findByText(/time was up/);
    expect(proxy.sent('complete')).toEqual([{ reason: 'timeout' }]);
  });
});

describe('the handle', () => {
  it('opens, closes and completes, and tells the status', async () => {
    const { handle, ui, proxy } = visit({ trigger: 'manual' });
    handle.open();
    await ui.findByRole('textbox');
    handle.close();
    expect(handle.status).toBe('active');
    handle.complete();
    await waitFor(() => expect(handle.status).toBe('completed'));
    expect(proxy.sent('complete')).toEqual([{ reason: 'manual' }]);
  });

  it('gives an undo for each listener', async () => {
    const { handle } = visit({ trigger: 'manual' });
    const heard: string[] = [];
    handle.on('koji-open', () => heard.push('first'));
    const off = handle.on('koji-open', () => heard.push('second'));
    off();
    handle.open();
    expect(heard).toEqual(['first']);
  });

  it('S5: hears the whole interview, the completion once', async () => {
    const { ui, handle, heard, names } = await open({}, createScriptedProxy([SCRIPT[0]!, SCRIPT[3]!]));
    await say(ui, 'It became too expensive.');
    await ui.findByRole('heading', { name: 'Thanks for the chat!' }, { timeout: 5000 });
    expect(handle.status).toBe('completed');
    expect(names()).toEqual(['koji-ready', 'koji-open', 'koji-start', 'koji-message', 'koji-message', 'koji-complete']);
    expect(heard.at(-1)!.detail).toMatchObject({ interviewId: 'interview-1', reason: 'natural', stats: {} });
  });

  it('takes everything off the page, ends nothing, and does nothing afterwards', async () => {
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

  it('mounted again after that goes on with the same interview', async () => {
    const { handle, proxy, study } = await open();
    handle.destroy();
    const again = mount({ study });
    onTestFinished(() => again.destroy());
    await waitFor(() => expect(again.status).toBe('active'));
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });

  it('mounted again in another language goes on in that one', async () => {
    const { handle, host, proxy, study } = await open();
    handle.destroy();
    const again = visit({ study, locale: 'fr' }, proxy);
    expect(again.host).not.toBe(host);
    await again.ui.findByRole('button', { name: 'Terminer l’entretien' });
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });
});

describe('once', () => {
  const done = async (once: MountOptions['once'], end: 'complete' | 'close') => {
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
  ])('%s: after %s it is not offered again', async (once, end, storage) => {
    const { handle, study } = await done(once, end);
    expect(storage.getItem(`koji:/koji:${study}:${once}`)).toBe('true');
    handle.destroy();
    storage.removeItem(`koji:/koji:${study}`);
    const again = visit({ once, study });
    expect(again.ui.queryByRole('button')).toBeNull();
    again.handle.open();
    await again.ui.findByRole('dialog');
  });

  it('visitor: who has only closed it is offered it again', async () => {
    const { ui } = await done('visitor', 'close');
    expect(ui.getByRole('button', LAUNCHER)).toBeTruthy();
  });

  it('tab:closed: whoever has an interview running still has the way back to it', async () => {
    const { ui, handle } = await done('tab:closed', 'close');
    expect(ui.getByRole('button', LAUNCHER)).toBeTruthy();
    handle.complete();
    await waitFor(() => expect(ui.queryByRole('button')).toBeNull());
  });

  it('inline: who is done with it finds nothing there, and nothing is sent', async () => {
    const { handle, study, ui } = visit({ mode: 'inline', once: 'tab' });
    await ui.findByRole('textbox');
    handle.complete();
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    handle.destroy();
    const again = visit({ mode: 'inline', once: 'tab', study });
    await Promise.resolve();
    expect([again.ui.queryByRole('textbox'), again.proxy.calls, again.names()]).toEqual([null, [], ['koji-ready']]);
  });
});

describe('mount', () => {
  it('listens from the beginning to what it is told', async () => {
    const heard: string[] = [];
    const { handle } = visit({ trigger: 'manual', on: { 'koji-ready': ({ type }) => heard.push(type) } });
    await Promise.resolve();
    handle.on('koji-open', ({ type }) => heard.push(type));
    handle.open();
    expect(heard).toEqual(['koji-ready', 'koji-open']);
  });

  it('puts an inline interview where it is told, and begins', async () => {
    const main = document.body.appendChild(document.createElement('main'));
    onTestFinished(() => main.remove());
    main.id = 'here';
    const { host, ui } = visit({ mode: 'inline', target: '#here' });
    expect(host.parentElement).toBe(main);
    await ui.findByRole('textbox', { name: 'Your answer' });
    expect([ui.queryByRole('dialog'), ui.queryByRole('button', { name: 'Close' })]).toEqual([null, null]);
  });

  it('says which target it does not find, and leaves nothing behind', () => {
    const before = document.body.innerHTML;
    expect(() => mount({ target: '#nowhere' })).toThrow('target "#nowhere" finds no element on the page');
    expect(() => mount({ mode: 'sidebar' as 'popup' })).toThrow('option "mode"');
    expect(document.body.innerHTML).toBe(before);
  });

  it('leaves the host’s page as it was: no style, no markup but its own element', () => {
    const head = document.head.innerHTML;
    const { host } = visit();
    expect(document.head.innerHTML).toBe(head);
    expect(document.adoptedStyleSheets).toEqual([]);
    expect(host.shadowRoot!.adoptedStyleSheets.length).toBeGreaterThan(0);
    expect(host.shadowRoot!.querySelector('style')).toBeNull();
  });
});
