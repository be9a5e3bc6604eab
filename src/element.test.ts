// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KojiInterviewElement } from './element.ts';
import { createScriptedProxy, type ScriptedProxy } from './model/testing/scripted-proxy.ts';
import { OPTION_NAMES } from './widget/options.ts';
import { connect, listen, look } from './widget/testing/host-page.ts';

let proxy: ScriptedProxy;
let studies = 0;

beforeEach(() => {
  proxy = createScriptedProxy();
  connect(proxy);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** Puts the element on the page, each with a study of its own. */
function place(attributes: Record<string, string> = {}) {
  const element = document.createElement('koji-interview');
  for (const [name, value] of Object.entries({ study: `element-${++studies}`, ...attributes })) {
    element.setAttribute(name, value);
  }
  document.body.append(element);
  return { element, ui: look(element) };
}

const isThere = (ui: ReturnType<typeof look>) => ui.findByRole('textbox', { name: 'Your answer' });

describe('<koji-interview>', () => {
  it('is an interview in the page, unless its mode says otherwise', async () => {
    const { ui, element } = place();
    await isThere(ui);
    expect(ui.queryByRole('dialog')).toBeNull();
    expect(element.status).toBe('active');
  });

  it('takes its options from its attributes', async () => {
    const { element, ui } = place({
      mode: 'popup',
      study: 'churn',
      'max-duration': '15m',
      texts: '{"launcher":"Why?"}',
    });
    expect(ui.getByRole('button', { name: 'Why?' })).toBeTruthy();
    element.open();
    await isThere(ui);
    expect(await ui.findByRole('timer')).toBeTruthy();
    expect(proxy.sent('start')).toMatchObject([{ study: 'churn' }]);
  });

  it('opens, closes and completes', async () => {
    const { element, ui } = place({ mode: 'popup' });
    element.open();
    await isThere(ui);
    element.close();
    await ui.findByRole('button', { name: 'Share your thoughts' });
    element.complete('manual');
    await waitFor(() => expect(element.status).toBe('completed'));
    expect(proxy.sent('complete')).toEqual([{ reason: 'manual' }]);
  });

  it('lets its events bubble out of itself to the host', async () => {
    const heard = listen();
    const { ui } = place();
    await isThere(ui);
    await waitFor(() => expect(heard.map(({ name }) => name)).toEqual(['koji-ready', 'koji-open', 'koji-start']));
  });

  it('that is moved keeps its interview and what is being typed', async () => {
    const { element, ui } = place();
    const box = await isThere(ui);
    const elsewhere = document.body.appendChild(document.createElement('main'));
    elsewhere.append(element);
    await Promise.resolve();
    expect(await isThere(ui)).toBe(box);
    expect(proxy.calls.map(({ route }) => route)).toEqual(['start']);
  });

  it('that is taken off the page ends nothing, and goes on when it is back', async () => {
    const { element, ui } = place();
    await isThere(ui);
    element.remove();
    await Promise.resolve();
    expect([proxy.sent('complete'), ui.queryByRole('textbox')]).toEqual([[], null]);
    document.body.append(element);
    await isThere(ui);
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });

  it('follows its attributes', async () => {
    const { element, ui } = place();
    await isThere(ui);
    element.setAttribute('texts', '{"answer":"Ihre Antwort"}');
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('speaks another language as soon as its locale is another one, and goes on with its interview and the words in the box', async () => {
    const { element, ui } = place({ locale: 'en' });
    fireEvent.input(await isThere(ui), { target: { value: 'It became too' } });
    element.setAttribute('locale', 'de');
    await ui.findByRole('button', { name: 'Interview beenden' });
    element.locale = 'ar';
    const box = await ui.findByRole<HTMLTextAreaElement>('textbox', { name: 'إجابتك' });
    expect(box.value).toBe('It became too');
    expect(element.shadowRoot!.querySelector('.root')).toMatchObject({ lang: 'ar', dir: 'rtl' });
    element.locale = undefined;
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    expect([proxy.sent('start'), proxy.sent('resume').length]).toEqual([
      [expect.objectContaining({ locale: 'en' })],
      3,
    ]);
  });

  it('has every option as a property, which counts before its attribute', async () => {
    const { element, ui } = place({ texts: '{"answer":"Ihre Antwort"}' });
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    element.texts = { answer: 'Votre réponse' };
    await ui.findByRole('textbox', { name: 'Votre réponse' });
    element.texts = undefined;
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    expect(OPTION_NAMES.filter(name => !(name in element))).toEqual([]);
    expect([element.mode, element.study]).toEqual(['inline', element.getAttribute('study')]);
  });

  it('that had properties before its class was there takes them up', async () => {
    const early = document.createElement('koji-early');
    Object.assign(early, { study: 'early', respondent: { external_id: 'u-1' } });
    document.body.append(early);
    customElements.define('koji-early', class extends KojiInterviewElement {});
    await waitFor(() =>
      expect(proxy.sent('start')).toMatchObject([{ study: 'early', respondent: { external_id: 'u-1' } }]),
    );
  });

  it('begins with what was set while it was waiting, and leaves a running interview alone', async () => {
    const { element, ui } = place({ mode: 'popup' });
    element.respondent = { external_id: 'u-1' };
    element.maxDuration = '10m';
    await Promise.resolve();
    element.open();
    await isThere(ui);
    const box = ui.getByRole('textbox');
    element.respondent = { external_id: 'u-2' };
    element.consent = true;
    element.theme = 'dark';
    await waitFor(() =>
      expect(element.shadowRoot!.querySelector<HTMLElement>('.root')!.style.colorScheme).toBe('dark'),
    );
    expect(ui.getByRole('textbox')).toBe(box);
    expect(proxy.sent('start')).toMatchObject([{ respondent: { external_id: 'u-1' } }]);
    expect(proxy.sent('resume')).toEqual([]);
  });

  it('is not disturbed by what is set again and again to the same, as frameworks do', async () => {
    const { element, ui } = place({ persist: 'none' });
    const box = await isThere(ui);
    for (let i = 0; i < 3; i++) {
      element.texts = { send: 'Go' };
      element.respondent = { metadata: { plan: 'pro' } };
      await Promise.resolve();
    }
    expect(await isThere(ui)).toBe(box);
    expect(proxy.calls.map(({ route }) => route)).toEqual(['start']);
  });

  it('says on the console what is wrong with an attribute, leaves the page alone, and is there once it is right', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { element } = place({ mode: 'sidebar' });
    expect(said.mock.calls[0]![0]).toMatchObject({ message: expect.stringContaining('option "mode" is "sidebar"') });
    expect(element.status).toBe('idle');
    element.setAttribute('mode', 'inline');
    await Promise.resolve();
    await isThere(look(element));
  });

  it('begins nothing before it is on a page', async () => {
    const element = document.createElement('koji-interview');
    element.setAttribute('study', 'nowhere');
    element.open();
    element.close();
    element.complete();
    await Promise.resolve();
    expect([element.status, proxy.calls]).toEqual(['idle', []]);
  });

  it('a second copy of the door leaves the first one’s element in place', async () => {
    const first = customElements.get('koji-interview');
    vi.resetModules();
    await import('./element.ts');
    expect(customElements.get('koji-interview')).toBe(first);
  });
});
