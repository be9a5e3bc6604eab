// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KojiInterviewElement } from './element.ts';
import { createScriptedProxy, type ScriptedProxy } from './model/testing/scripted-proxy.ts';
import { OPTION_NAMES } from './widget/options.ts';
import { connectPage, queriesIn, recordEvents } from './widget/testing/host-page.ts';

let proxy: ScriptedProxy;
let studies = 0;

beforeEach(() => {
  proxy = createScriptedProxy();
  connectPage(proxy);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** Adds an element to the page, each with another study. */
function addElement(attributes: Record<string, string> = {}) {
  const element = document.createElement('koji-interview');
  for (const [name, value] of Object.entries({ study: `element-${++studies}`, ...attributes })) {
    element.setAttribute(name, value);
  }
  document.body.append(element);
  return { element, ui: queriesIn(element) };
}

const findMessageBox = (ui: ReturnType<typeof queriesIn>) => ui.findByRole('textbox', { name: 'Your answer' });

describe('<koji-interview>', () => {
  it('is inline by default', async () => {
    const { ui, element } = addElement();
    await findMessageBox(ui);
    expect(ui.queryByRole('dialog')).toBeNull();
    expect(element.status).toBe('active');
  });

  it('takes its options from its attributes', async () => {
    const { element, ui } = addElement({
      mode: 'popup',
      study: 'churn',
      'max-duration': '15m',
      texts: '{"launcher":"Why?"}',
    });
    expect(ui.getByRole('button', { name: 'Why?' })).toBeTruthy();
    element.open();
    await findMessageBox(ui);
    expect(await ui.findByRole('timer')).toBeTruthy();
    expect(proxy.sent('start')).toMatchObject([{ study: 'churn' }]);
  });

  it('opens, closes and completes', async () => {
    const { element, ui } = addElement({ mode: 'popup' });
    element.open();
    await findMessageBox(ui);
    element.close();
    await ui.findByRole('button', { name: 'Share your thoughts' });
    element.complete('manual');
    await waitFor(() => expect(element.status).toBe('completed'));
    expect(proxy.sent('complete')).toEqual([{ reason: 'manual' }]);
  });

  it('dispatches events that bubble to the page', async () => {
    const events = recordEvents();
    const { ui } = addElement();
    await findMessageBox(ui);
    await waitFor(() => expect(events.map(({ name }) => name)).toEqual(['koji-ready', 'koji-open', 'koji-start']));
  });

  it('keeps its interview and draft when it is moved', async () => {
    const { element, ui } = addElement();
    const box = await findMessageBox(ui);
    const elsewhere = document.body.appendChild(document.createElement('main'));
    elsewhere.append(element);
    await Promise.resolve();
    expect(await findMessageBox(ui)).toBe(box);
    expect(proxy.calls.map(({ route }) => route)).toEqual(['start']);
  });

  it('completes nothing when it is removed, and resumes when it is added again', async () => {
    const { element, ui } = addElement();
    await findMessageBox(ui);
    element.remove();
    await Promise.resolve();
    expect([proxy.sent('complete'), ui.queryByRole('textbox')]).toEqual([[], null]);
    document.body.append(element);
    await findMessageBox(ui);
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });

  it('follows its attributes', async () => {
    const { element, ui } = addElement();
    await findMessageBox(ui);
    element.setAttribute('texts', '{"answer":"Ihre Antwort"}');
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('changes its language with its locale, and keeps its interview and draft', async () => {
    const { element, ui } = addElement({ locale: 'en' });
    fireEvent.input(await findMessageBox(ui), { target: { value: 'It became too' } });
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
    const { element, ui } = addElement({ texts: '{"answer":"Ihre Antwort"}' });
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    element.texts = { answer: 'Votre réponse' };
    await ui.findByRole('textbox', { name: 'Votre réponse' });
    element.texts = undefined;
    await ui.findByRole('textbox', { name: 'Ihre Antwort' });
    expect(OPTION_NAMES.filter(name => !(name in element))).toEqual([]);
    expect([element.mode, element.study]).toEqual(['inline', element.getAttribute('study')]);
  });

  it('takes over properties that were set before its class was defined', async () => {
    const early = document.createElement('koji-early');
    Object.assign(early, { study: 'early', respondent: { external_id: 'u-1' } });
    document.body.append(early);
    customElements.define('koji-early', class extends KojiInterviewElement {});
    await waitFor(() =>
      expect(proxy.sent('start')).toMatchObject([{ study: 'early', respondent: { external_id: 'u-1' } }]),
    );
  });

  it('starts with options that were set before, and leaves a running interview alone', async () => {
    const { element, ui } = addElement({ mode: 'popup' });
    element.respondent = { external_id: 'u-1' };
    element.maxDuration = '10m';
    await Promise.resolve();
    element.open();
    await findMessageBox(ui);
    const box = ui.getByRole('textbox');
    element.respondent = { external_id: 'u-1', display_name: 'Ada' };
    element.consent = true;
    element.theme = 'dark';
    await waitFor(() =>
      expect(element.shadowRoot!.querySelector<HTMLElement>('.root')!.style.colorScheme).toBe('dark'),
    );
    expect(ui.getByRole('textbox')).toBe(box);
    expect(proxy.sent('start')).toMatchObject([{ respondent: { external_id: 'u-1' } }]);
    expect(proxy.sent('resume')).toEqual([]);
  });

  it.each(['tab', 'none'] as const)(
    'ends the interview of a respondent who has changed, and shows the next one nothing of it (persist %s)',
    async persist => {
      const { element, ui } = addElement({ mode: 'popup', persist });
      element.respondent = { external_id: 'u-1' };
      await Promise.resolve();
      element.open();
      const box = await findMessageBox(ui);
      fireEvent.input(box, { target: { value: 'A secret of u-1' } });
      element.respondent = { external_id: 'u-2' };
      await waitFor(() => expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]));
      expect(ui.queryByRole('textbox')).toBeNull();
      expect(element.status).toBe('idle');
      expect(JSON.stringify({ ...sessionStorage })).not.toContain('secret');
    },
  );

  it('binds a running interview to a respondent who signs in, without disturbing it', async () => {
    const { element, ui } = addElement({ mode: 'popup' });
    element.open();
    const box = await findMessageBox(ui);
    element.respondent = { external_id: 'u-1' };
    await Promise.resolve();
    expect(await findMessageBox(ui)).toBe(box);
    element.respondent = { external_id: 'u-2' };
    await waitFor(() => expect(proxy.sent('complete')).toHaveLength(1));
  });

  it('ignores equal values that are set again, as frameworks do', async () => {
    const { element, ui } = addElement({ persist: 'none' });
    const box = await findMessageBox(ui);
    for (let i = 0; i < 3; i++) {
      element.texts = { send: 'Go' };
      element.respondent = { metadata: { plan: 'pro' } };
      await Promise.resolve();
    }
    expect(await findMessageBox(ui)).toBe(box);
    expect(proxy.calls.map(({ route }) => route)).toEqual(['start']);
  });

  it('logs a wrong attribute, leaves the page alone, and works once it is corrected', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { element } = addElement({ mode: 'sidebar' });
    expect(said.mock.calls[0]![0]).toMatchObject({ message: expect.stringContaining('option "mode" is "sidebar"') });
    expect(element.status).toBe('idle');
    element.setAttribute('mode', 'inline');
    await Promise.resolve();
    await findMessageBox(queriesIn(element));
  });

  it('logs a circular respondent in one sentence, and throws nothing into the page', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { element, ui } = addElement({ mode: 'popup' });
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    element.respondent = { metadata: circular };
    await Promise.resolve();
    expect(said.mock.calls[0]![0]).toMatchObject({
      message: expect.stringMatching(/^koji-embed: option "respondent"/),
    });
    element.respondent = { external_id: 'u-1' };
    await Promise.resolve();
    element.open();
    await findMessageBox(ui);
  });

  it('starts nothing before it is on a page', async () => {
    const element = document.createElement('koji-interview');
    element.setAttribute('study', 'nowhere');
    element.open();
    element.close();
    element.complete();
    await Promise.resolve();
    expect([element.status, proxy.calls]).toEqual(['idle', []]);
  });

  it('a second copy of the module keeps the element of the first', async () => {
    const first = customElements.get('koji-interview');
    vi.resetModules();
    await import('./element.ts');
    expect(customElements.get('koji-interview')).toBe(first);
  });
});
