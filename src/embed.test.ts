// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScriptedProxy, type ScriptedProxy } from './model/testing/scripted-proxy.ts';
import { start as watch } from './page/triggers.ts';
import { start } from './widget/script-tag.ts';
import { connect, listen, look } from './widget/testing/host-page.ts';

/** The page's globals, with what the loader and the build put there. */
const page = globalThis as unknown as {
  // biome-ignore lint/suspicious/noExplicitAny: a host's script is not typed
  Koji?: any;
  __WIDGET__: string;
  __TRIGGERS__: string;
  watch: typeof watch;
  /** What a request for the widget's module brings; undefined where it does not come. */
  widget: typeof start | undefined;
};

/** A module as the build places it beside the loader. */
const MODULE = `
  if (!globalThis.widget) throw new Error('The module did not come.');
  export const start = (...given) => globalThis.widget(...given);
  //`;

let proxy: ScriptedProxy;
let studies = 0;

beforeEach(() => {
  proxy = createScriptedProxy();
  connect(proxy);
  page.__WIDGET__ = `data:text/javascript,${encodeURIComponent(MODULE)}`;
  page.__TRIGGERS__ = `data:text/javascript,export const start = (...given) => globalThis.watch(...given)//`;
  page.watch = watch;
  page.widget = vi.fn(start);
});
afterEach(() => {
  page.Koji?.destroy?.();
  delete page.Koji;
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** Runs the script tag, as often as a page has it; each page has a study of its own. */
async function include(dataset: Record<string, string> = {}) {
  const script = document.createElement('script');
  Object.assign(script.dataset, { study: `script-${++studies}`, ...dataset });
  Object.defineProperty(script, 'src', { value: 'https://shop.example/koji.js' });
  document.body.append(script);
  Object.defineProperty(document, 'currentScript', { configurable: true, get: () => script });
  vi.resetModules();
  await import('./embed.ts');
  const host = [...document.querySelectorAll('*')].findLast(element => element.shadowRoot);
  return { script, host: host!, ui: host ? look(host) : (null as never) };
}

/** The stub of the documentation, for calls before the script is there. */
function stub() {
  page.Koji =
    page.Koji ||
    ((...args: unknown[]) => {
      // biome-ignore lint/suspicious/noAssignInExpressions: as the documentation has it
      (page.Koji.q = page.Koji.q || []).push(args);
    });
}

const isThere = (ui: ReturnType<typeof look>) => ui.findByRole('textbox', { name: 'Your answer' });

/** Where there is no conversation but a launcher, nothing has been loaded. */
const isIdle = ({ ui }: Awaited<ReturnType<typeof include>>) =>
  ui.queryByRole('dialog') === null && proxy.calls.length === 0;

describe('the script tag', () => {
  it('that opens by itself paints no launcher, and brings the widget when it is time', async () => {
    const { ui, host } = await include({ trigger: 'scroll:10%' });
    expect(host.shadowRoot!.childElementCount).toBe(0);
    Object.defineProperty(document.documentElement, 'scrollHeight', { configurable: true, value: 5000 });
    await waitFor(async () => {
      document.documentElement.scrollTop = 900;
      window.dispatchEvent(new Event('scroll'));
      expect(page.widget).toHaveBeenCalledTimes(1);
    });
    await isThere(ui);
  });

  it('paints the launcher and loads nothing', async () => {
    const heard = listen();
    const visit = await include();
    expect(visit.ui.getByRole('button', { name: 'Share your thoughts' })).toBeTruthy();
    expect(visit.host.shadowRoot!.adoptedStyleSheets).toHaveLength(1);
    await new Promise(resolve => setTimeout(resolve));
    expect([isIdle(visit), heard]).toEqual([true, []]);
    expect(page.widget).not.toHaveBeenCalled();
  });

  it.each([
    ['{"launcher":"Tell us why"}', 'Tell us why'],
    ['{"send":"Go"}', 'Share your thoughts'],
    ['{broken', 'Share your thoughts'],
  ])('takes the text of the launcher from data-texts %s', async (texts, name) => {
    const { ui } = await include({ texts });
    expect(ui.getByRole('button', { name })).toBeTruthy();
  });

  it('brings the widget with the first press, which is not lost', async () => {
    const { ui } = await include({ maxDuration: '15m' });
    fireEvent.click(ui.getByRole('button'));
    await isThere(ui);
    expect(ui.getByRole('dialog', { name: 'Interview' })).toBeTruthy();
    expect(await ui.findByRole('timer')).toBeTruthy();
    expect(ui.queryByRole('button', { name: 'Share your thoughts' })).toBeNull();
  });

  it('brings the widget as soon as somebody points at the launcher, which stays where it is until it is pressed', async () => {
    const visit = await include();
    const launcher = visit.ui.getByRole('button', { name: 'Share your thoughts' });
    launcher.dispatchEvent(new Event('pointerenter'));
    await waitFor(() => expect(page.widget).toHaveBeenCalledTimes(1));
    await new Promise(resolve => setTimeout(resolve, 20));
    expect([isIdle(visit), launcher.isConnected]).toEqual([true, true]);
    fireEvent.click(launcher);
    await isThere(visit.ui);
    expect([proxy.sent('start').length, launcher.isConnected]).toEqual([1, false]);
    expect(page.widget).toHaveBeenCalledTimes(1);
  });

  it('presses while it is on its way count once', async () => {
    const { ui } = await include();
    const launcher = ui.getByRole('button');
    fireEvent.click(launcher);
    fireEvent.click(launcher);
    page.Koji.open();
    await isThere(ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('puts an inline interview at its own place, and begins', async () => {
    const { script, host, ui } = await include({ mode: 'inline' });
    expect(script.nextElementSibling).toBe(host);
    await isThere(ui);
    expect(ui.queryByRole('dialog')).toBeNull();
  });

  it('opens by a button of the host’s, and paints none', async () => {
    const visit = await include({ trigger: '.why' });
    expect(visit.ui.queryByRole('button')).toBeNull();
    const button = document.body.appendChild(document.createElement('button'));
    button.className = 'why';
    fireEvent.click(document.body);
    expect(isIdle(visit)).toBe(true);
    fireEvent.click(button);
    await isThere(visit.ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('takes a running interview up again by itself', async () => {
    const first = await include({ study: 'again' });
    fireEvent.click(first.ui.getByRole('button'));
    await isThere(first.ui);
    page.Koji.destroy();
    await waitFor(() => expect(document.querySelector('koji-interview-host')).toBeNull());
    delete page.Koji;
    const { ui } = await include({ study: 'again' });
    await isThere(ui);
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });

  it('included twice leaves the first one and its interview alone', async () => {
    const { ui, script } = await include();
    const { Koji } = page;
    fireEvent.click(ui.getByRole('button'));
    await isThere(ui);
    await include({ study: script.dataset.study! });
    expect(page.Koji).toBe(Koji);
    expect(document.querySelectorAll('koji-interview-host')).toHaveLength(1);
  });

  it('twice on a page, with two studies, is two interviews; Koji is that of the last', async () => {
    const first = await include({ study: 'first', texts: '{"launcher":"One"}' });
    const second = await include({ study: 'second', texts: '{"launcher":"Two"}' });
    page.Koji.open();
    await isThere(second.ui);
    fireEvent.click(first.ui.getByRole('button', { name: 'One' }));
    await isThere(first.ui);
    expect(proxy.sent('start').map(({ study }) => study)).toEqual(['second', 'first']);
  });

  it('destroyed, it may come again with another tag', async () => {
    await include({ study: 'back' });
    page.Koji.destroy();
    expect(document.querySelector('koji-interview-host')).toBeNull();
    const { ui } = await include({ study: 'back' });
    fireEvent.click(ui.getByRole('button'));
    await isThere(ui);
  });

  it('offers nothing to who is done with it; a running interview and the page’s own call open as ever', async () => {
    const first = await include({ study: 'done', once: 'visitor' });
    fireEvent.click(first.ui.getByRole('button'));
    await isThere(first.ui);
    page.Koji.close();
    await first.ui.findByRole('button', { name: 'Share your thoughts' });
    page.Koji.open();
    page.Koji.complete();
    await first.ui.findByRole('heading', { name: 'Thanks for the chat!' });
    page.Koji.close();
    await waitFor(() => expect(first.ui.queryByRole('dialog')).toBeNull());
    expect(first.ui.queryByRole('button')).toBeNull();
    page.Koji.destroy();
    await waitFor(() => expect(document.querySelector('koji-interview-host')).toBeNull());

    const { ui } = await include({ study: 'done', once: 'visitor' });
    expect(ui.queryByRole('button')).toBeNull();
    page.Koji.open();
    await ui.findByRole('dialog');
  });

  it('says on the console what is wrong with an attribute, and throws nothing into the page', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { ui } = await include({ maxDuration: 'soon' });
    fireEvent.click(ui.getByRole('button'));
    await waitFor(() => expect(said).toHaveBeenCalled());
    expect(said.mock.calls[0]![0]).toMatchObject({
      message: expect.stringContaining('option "maxDuration" is "soon"'),
    });
  });
});

describe('Koji', () => {
  it('calls made before the script was there are made up for, in order', async () => {
    stub();
    const heard: string[] = [];
    page.Koji('on', 'koji-open', () => heard.push('open'));
    page.Koji('open');
    const { ui } = await include({ trigger: 'manual' });
    await isThere(ui);
    expect(heard).toEqual(['open']);
  });

  it('goes on to take calls by name, as the stub did', async () => {
    stub();
    const { ui } = await include({ trigger: 'manual' });
    page.Koji('open');
    await isThere(ui);
    page.Koji('close');
    await waitFor(() => expect(ui.queryByRole('dialog')).toBeNull());
  });

  it('opens, closes and completes by its methods', async () => {
    const { ui } = await include({ trigger: 'manual' });
    page.Koji.open();
    await isThere(ui);
    page.Koji.complete('manual');
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    page.Koji.close();
    await waitFor(() => expect(ui.queryByRole('dialog')).toBeNull());
    expect(proxy.sent('complete')).toEqual([{ reason: 'manual' }]);
  });

  it('gives an undo for a listener, also before anything is loaded', async () => {
    const { ui } = await include({ trigger: 'manual' });
    const heard: string[] = [];
    page.Koji.on('koji-open', () => heard.push('stays'));
    const off = page.Koji.on('koji-open', () => heard.push('went'));
    off();
    page.Koji.open();
    await isThere(ui);
    expect(heard).toEqual(['stays']);
  });

  it('loads nothing to close or to complete what never began', async () => {
    const visit = await include();
    page.Koji.close();
    page.Koji.complete();
    await new Promise(resolve => setTimeout(resolve));
    expect(isIdle(visit)).toBe(true);
    expect(page.widget).not.toHaveBeenCalled();
  });

  it('destroyed before it was opened is gone for good', async () => {
    const { host } = await include({ trigger: '.why' });
    page.Koji.destroy();
    expect(host.isConnected).toBe(false);
    page.Koji.open();
    const button = document.body.appendChild(document.createElement('button'));
    button.className = 'why';
    fireEvent.click(button);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(proxy.calls).toEqual([]);
  });

  it('destroyed while the widget is on its way begins nothing', async () => {
    const heard = listen();
    await include({ mode: 'inline' });
    page.Koji.destroy();
    await waitFor(() => expect(page.widget).toHaveBeenCalledTimes(1));
    await new Promise(resolve => setTimeout(resolve, 50));
    expect([proxy.calls, heard]).toEqual([[], []]);
  });

  it('destroyed afterwards is gone too, and the interview is not ended', async () => {
    const { host, ui } = await include();
    page.Koji.open();
    await isThere(ui);
    page.Koji.destroy();
    await waitFor(() => expect(host.isConnected).toBe(false));
    page.Koji.open();
    await Promise.resolve();
    expect([proxy.sent('complete'), proxy.sent('start').length]).toEqual([[], 1]);
  });
});
