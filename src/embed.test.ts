// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createScriptedProxy, type ScriptedProxy } from './model/testing/scripted-proxy.ts';
import { hideElements } from './page/testing/visibility.ts';
import { start as startTrigger } from './page/triggers.ts';
import { start as startWidget } from './widget/script-tag.ts';
import { connectPage, queriesIn, recordEvents } from './widget/testing/host-page.ts';

/** The page's globals, and those that stand for the build's definitions. */
const page = globalThis as unknown as {
  // biome-ignore lint/suspicious/noExplicitAny: a host's script is not typed
  Koji?: any;
  __WIDGET__: string;
  __TRIGGERS__: string;
  startTrigger: typeof startTrigger;
  /** `start` of the widget's module; undefined if the module cannot be loaded. */
  startWidget: typeof startWidget | undefined;
};

/** The widget's module, as the build puts it beside the loader. */
const MODULE = `
  if (!globalThis.startWidget) throw new Error('The module could not be loaded.');
  export const start = (...given) => globalThis.startWidget(...given);
  //`;

let proxy: ScriptedProxy;
let studies = 0;

beforeEach(() => {
  proxy = createScriptedProxy();
  connectPage(proxy);
  page.__WIDGET__ = `data:text/javascript,${encodeURIComponent(MODULE)}`;
  page.__TRIGGERS__ = `data:text/javascript,export const start = (...given) => globalThis.startTrigger(...given)//`;
  page.startTrigger = vi.fn(startTrigger);
  page.startWidget = vi.fn(startWidget);
});
afterEach(() => {
  page.Koji?.destroy?.();
  delete page.Koji;
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** Sets `document.currentScript` as a browser does, on the prototype. */
const setCurrentScript = (script: Element | null) =>
  Object.defineProperty(Document.prototype, 'currentScript', { configurable: true, get: () => script });

/** Adds a script tag to the page and runs it, each with another study. */
async function include(
  dataset: Record<string, string> = {},
  { src = 'https://shop.example/koji.js', isCurrent = true } = {},
) {
  const script = document.createElement('script');
  // happy-dom leaves empty attributes out when a dataset is copied.
  Object.defineProperty(script, 'dataset', { value: { study: `script-${++studies}`, ...dataset } });
  // happy-dom would fetch it.
  Object.defineProperty(script, 'src', { value: src });
  if (dataset.base) script.setAttribute('data-base', dataset.base);
  script.matches = (() => /koji\.js/.test(src) || 'base' in script.dataset) as never;
  document.body.append(script);
  setCurrentScript(isCurrent ? script : null);
  vi.resetModules();
  await import('./embed.ts');
  const host = [...document.querySelectorAll('*')].findLast(element => element.shadowRoot);
  return { script, host: host!, ui: host ? queriesIn(host) : (null as never) };
}

/** Defines the stub of the documentation, for calls before the script has loaded. */
function defineStub() {
  page.Koji =
    page.Koji ||
    ((...args: unknown[]) => {
      // biome-ignore lint/suspicious/noAssignInExpressions: as in the documentation
      (page.Koji.q = page.Koji.q || []).push(args);
    });
}

const findMessageBox = (ui: ReturnType<typeof queriesIn>) => ui.findByRole('textbox', { name: 'Your answer' });

/** Waits for the module of triggers to be loaded and started. */
const triggerIsWatched = () => waitFor(() => expect(page.startTrigger).toHaveBeenCalled());

/** Whether nothing has been opened and sent. */
const isIdle = ({ ui }: Awaited<ReturnType<typeof include>>) =>
  ui.queryByRole('dialog') === null && proxy.calls.length === 0;

describe('the script tag', () => {
  it('with a trigger of its own paints no launcher, and loads the widget when the trigger fires', async () => {
    const { ui, host } = await include({ trigger: 'scroll:10%' });
    expect(host.shadowRoot!.childElementCount).toBe(0);
    Object.defineProperty(document.documentElement, 'scrollHeight', { configurable: true, value: 5000 });
    await waitFor(async () => {
      document.documentElement.scrollTop = 900;
      window.dispatchEvent(new Event('scroll'));
      expect(page.startWidget).toHaveBeenCalledTimes(1);
    });
    await findMessageBox(ui);
  });

  it('paints the launcher and loads nothing', async () => {
    const events = recordEvents();
    const tag = await include();
    expect(tag.ui.getByRole('button', { name: 'Share your thoughts' })).toBeTruthy();
    expect(tag.host.shadowRoot!.adoptedStyleSheets).toHaveLength(1);
    await new Promise(resolve => setTimeout(resolve));
    expect([isIdle(tag), events]).toEqual([true, []]);
    expect(page.startWidget).not.toHaveBeenCalled();
  });

  it.each([
    ['{"launcher":"Tell us why"}', 'Tell us why'],
    ['{"send":"Go"}', 'Share your thoughts'],
    ['{broken', 'Share your thoughts'],
  ])('takes the text of the launcher from data-texts %s', async (texts, name) => {
    const { ui } = await include({ texts });
    expect(ui.getByRole('button', { name })).toBeTruthy();
  });

  it('loads the widget on the first press, which is not lost', async () => {
    const { ui } = await include({ maxDuration: '15m' });
    fireEvent.click(ui.getByRole('button'));
    await findMessageBox(ui);
    expect(ui.getByRole('dialog', { name: 'Interview' })).toBeTruthy();
    expect(await ui.findByRole('timer')).toBeTruthy();
    expect(ui.queryByRole('button', { name: 'Share your thoughts' })).toBeNull();
  });

  it('loads the widget when somebody points at the launcher, which stays until it is pressed', async () => {
    const tag = await include();
    const launcher = tag.ui.getByRole('button', { name: 'Share your thoughts' });
    launcher.dispatchEvent(new Event('pointerenter'));
    await waitFor(() => expect(page.startWidget).toHaveBeenCalledTimes(1));
    await new Promise(resolve => setTimeout(resolve, 20));
    expect([isIdle(tag), launcher.isConnected]).toEqual([true, true]);
    fireEvent.click(launcher);
    await findMessageBox(tag.ui);
    expect([proxy.sent('start').length, launcher.isConnected]).toEqual([1, false]);
    expect(page.startWidget).toHaveBeenCalledTimes(1);
  });

  it('that cannot be loaded is an error event, and an error that names option "base"', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const events = recordEvents();
    page.startWidget = undefined;
    const { ui } = await include();
    fireEvent.click(ui.getByRole('button'));
    await waitFor(() => expect(events.map(({ name }) => name)).toEqual(['koji-error']));
    expect(events[0]!.detail).toMatchObject({ code: 'unreachable', recoverable: true });
    expect(said.mock.calls.flat().join()).toMatch(/^koji-embed: .*Option "base"/);
  });

  it('counts presses while the widget is loading once', async () => {
    const { ui } = await include();
    const launcher = ui.getByRole('button');
    fireEvent.click(launcher);
    fireEvent.click(launcher);
    page.Koji.open();
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('puts an inline interview after itself, and starts it', async () => {
    const { script, host, ui } = await include({ mode: 'inline' });
    expect(script.nextElementSibling).toBe(host);
    await findMessageBox(ui);
    expect(ui.queryByRole('dialog')).toBeNull();
  });

  it('with a host’s own button, shows no launcher', async () => {
    const tag = await include({ trigger: '.why' });
    expect(tag.ui.queryByRole('button')).toBeNull();
    await triggerIsWatched();
    const button = document.body.appendChild(document.createElement('button'));
    button.className = 'why';
    fireEvent.click(document.body);
    expect(isIdle(tag)).toBe(true);
    fireEvent.click(button);
    await findMessageBox(tag.ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it.each([
    ['none', 0],
    ['pointer', 1],
  ])('with preload "%s" and somebody who points at the host’s own button, loads %i widgets', async (preload, calls) => {
    document.body.innerHTML = '<button class="why"><b>Why?</b></button>';
    await include({ trigger: '.why', preload });
    await triggerIsWatched();
    fireEvent.pointerOver(document.querySelector('.why b')!);
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(page.startWidget).toHaveBeenCalledTimes(calls);
  });

  it('with preload "none" loads nothing for somebody who points at the launcher', async () => {
    const { ui } = await include({ preload: 'none' });
    ui.getByRole('button').dispatchEvent(new Event('pointerenter'));
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(page.startWidget).not.toHaveBeenCalled();
  });

  it('loads an inline interview once it can be seen', async () => {
    const show = hideElements();
    const { ui } = await include({ mode: 'inline' });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect([vi.mocked(page.startWidget!).mock.calls.length, proxy.calls]).toEqual([0, []]);
    show();
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('reads options from its address; its attributes count before them', async () => {
    const src = 'https://shop.example/koji.js?ver=6.5&proxy=/from-address&consent=true&max-duration=15m&theme=dark';
    const { ui } = await include({ theme: 'light', proxy: '/other' }, { src });
    const launcher = ui.getByRole('button');
    expect(launcher.style.colorScheme).toBe('light');
    fireEvent.click(launcher);
    await waitFor(() => expect(page.startWidget).toHaveBeenCalledTimes(1));
    const [, options, key] = vi.mocked(page.startWidget!).mock.calls[0]!;
    expect([options, key]).toMatchObject([{ consent: 'true', 'max-duration': '15m' }, `koji:/other:script-${studies}`]);
    expect(proxy.sent('start')).toEqual([]);
  });

  it('is found by its option "base" where the page has no current script, and starts with its options', async () => {
    const { ui } = await include({ consent: 'true', base: 'https://shop.example/' }, { isCurrent: false });
    fireEvent.click(ui.getByRole('button'));
    await ui.findByRole('button', { name: 'Agree and start' });
    expect(proxy.sent('start')).toEqual([]);
  });

  it('without a tag anywhere says so in the console, and throws and paints nothing', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    setCurrentScript(document.createElement('img'));
    vi.resetModules();
    await import('./embed.ts');
    expect(said.mock.calls.flat().join()).toMatch(/koji-embed: .*Option "base"/);
    expect(document.querySelector('koji-interview-host')).toBeNull();
    expect(page.Koji).toBeUndefined();
  });

  it.each(['<a id="Koji">', '<form id="Koji"><input name="q"><input name="instances">'])(
    'works on a page with %s',
    async markup => {
      document.body.innerHTML = markup;
      page.Koji = document.querySelector('#Koji');
      const { ui } = await include();
      fireEvent.click(ui.getByRole('button', { name: 'Share your thoughts' }));
      await findMessageBox(ui);
    },
  );

  it('resumes a running interview by itself', async () => {
    const first = await include({ study: 'again' });
    fireEvent.click(first.ui.getByRole('button'));
    await findMessageBox(first.ui);
    page.Koji.destroy();
    await waitFor(() => expect(document.querySelector('koji-interview-host')).toBeNull());
    delete page.Koji;
    const { ui } = await include({ study: 'again' });
    await findMessageBox(ui);
    expect([proxy.sent('start').length, proxy.sent('resume').length]).toEqual([1, 1]);
  });

  it('included twice, leaves the first one and its interview alone', async () => {
    const { ui, script } = await include();
    const { Koji } = page;
    fireEvent.click(ui.getByRole('button'));
    await findMessageBox(ui);
    await include({ study: script.dataset.study! });
    expect(page.Koji).toBe(Koji);
    expect(document.querySelectorAll('koji-interview-host')).toHaveLength(1);
  });

  it('with two studies on a page is two interviews; Koji is that of the last', async () => {
    const first = await include({ study: 'first', texts: '{"launcher":"One"}' });
    const second = await include({ study: 'second', texts: '{"launcher":"Two"}' });
    page.Koji.open();
    await findMessageBox(second.ui);
    fireEvent.click(first.ui.getByRole('button', { name: 'One' }));
    await findMessageBox(first.ui);
    expect(proxy.sent('start').map(({ study }) => study)).toEqual(['second', 'first']);
  });

  it('can be added again after it was destroyed', async () => {
    await include({ study: 'back' });
    page.Koji.destroy();
    expect(document.querySelector('koji-interview-host')).toBeNull();
    const { ui } = await include({ study: 'back' });
    fireEvent.click(ui.getByRole('button'));
    await findMessageBox(ui);
  });

  it('offers nothing to a visitor who has completed the interview; open() still works', async () => {
    const first = await include({ study: 'done', once: 'visitor' });
    fireEvent.click(first.ui.getByRole('button'));
    await findMessageBox(first.ui);
    await vi.dynamicImportSettled();
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

  it('logs a wrong attribute, and throws nothing into the page', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { ui } = await include({ maxDuration: 'soon' });
    fireEvent.click(ui.getByRole('button'));
    await waitFor(() => expect(said).toHaveBeenCalled());
    expect(said.mock.calls[0]![0]).toMatchObject({
      message: expect.stringContaining('option "maxDuration" is "soon"'),
    });
  });
});

describe('a press', () => {
  /** Makes the widget's module fail to load until the returned function is called. */
  function failToLoad(): () => void {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { startWidget: start } = page;
    page.startWidget = undefined;
    return () => {
      page.startWidget = start;
    };
  }

  const pressLauncher = (ui: ReturnType<typeof queriesIn>) =>
    fireEvent.click(ui.getByRole('button', { name: 'Share your thoughts' }));

  it('starts the interview without waiting for the widget, with the options of the tag', async () => {
    failToLoad();
    document.documentElement.lang = 'de';
    onTestFinished(() => document.documentElement.removeAttribute('lang'));
    const { ui, script } = await include({ respondent: '{"external_id":"u-1"}' });
    pressLauncher(ui);
    const { study } = script.dataset;
    await waitFor(() =>
      expect(proxy.sent('start')).toEqual([{ study, locale: 'de', respondent: { external_id: 'u-1' } }]),
    );
  });

  it('starts one interview, also when the widget fails to load at first', async () => {
    const load = failToLoad();
    const { ui } = await include();
    for (const failures of [1, 2]) {
      pressLauncher(ui);
      await waitFor(() => expect(console.error).toHaveBeenCalledTimes(failures));
    }
    expect(proxy.sent('start')).toHaveLength(1);
    load();
    pressLauncher(ui);
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('starts one interview when the page opens it as soon as it is ready', async () => {
    const onReady = vi.fn(() => page.Koji.open());
    document.addEventListener('koji-ready', onReady, { once: true });
    const { ui } = await include({ mode: 'inline' });
    await findMessageBox(ui);
    expect(onReady).toHaveBeenCalledTimes(1);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('starts with the attributes as they are when it is pressed', async () => {
    const { ui, script } = await include({ respondent: '{"external_id":"before"}' });
    script.dataset.respondent = '{"external_id":"after"}';
    pressLauncher(ui);
    await findMessageBox(ui);
    expect(proxy.sent('start')).toMatchObject([{ respondent: { external_id: 'after' } }]);
  });

  it('asks for a consent that the page has added after the script ran', async () => {
    const { ui, script } = await include();
    script.dataset.consent = 'true';
    pressLauncher(ui);
    await ui.findByRole('button', { name: 'Agree and start' });
    expect(proxy.sent('start')).toEqual([]);
  });

  it('starts at a proxy whose address ends with a slash', async () => {
    failToLoad();
    const fetch = vi.spyOn(globalThis, 'fetch');
    const { ui } = await include({ proxy: '/koji/' });
    pressLauncher(ui);
    expect(fetch.mock.calls.map(([url]) => new URL(String(url)).pathname)).toEqual(['/koji/start']);
  });

  it('whose start is answered late, after the widget is there, shows the question then', async () => {
    const release = proxy.holdResponses('start');
    const { ui } = await include();
    pressLauncher(ui);
    await ui.findByText('Getting ready…');
    release();
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('whose start fails and whose widget fails throws nothing into the page', async () => {
    failToLoad();
    proxy.fail('start', 'unreachable');
    const uncaught = vi.fn();
    process.on('unhandledRejection', uncaught);
    onTestFinished(() => void process.off('unhandledRejection', uncaught));
    const { ui } = await include();
    pressLauncher(ui);
    await waitFor(() => expect(console.error).toHaveBeenCalled());
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(uncaught).not.toHaveBeenCalled();
    expect(ui.getByRole('button', { name: 'Share your thoughts' })).toBeTruthy();
  });

  it('after one without a network starts anew', async () => {
    const load = failToLoad();
    proxy.fail('start', 'unreachable');
    const { ui } = await include();
    pressLauncher(ui);
    await waitFor(() => expect(console.error).toHaveBeenCalled());
    load();
    await new Promise(resolve => setTimeout(resolve, 20));
    pressLauncher(ui);
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(2);
  });

  it('of an interview that was removed and added again starts no second one', async () => {
    const release = proxy.holdResponses('start');
    const first = await include({ study: 'added-again' });
    page.startWidget = vi.fn(startWidget);
    pressLauncher(first.ui);
    await first.ui.findByText('Getting ready…');
    page.Koji.destroy();
    const { ui } = await include({ study: 'added-again' });
    pressLauncher(ui);
    await ui.findByText('Getting ready…');
    release();
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it.each([
    ['a trigger that nobody asked for', () => page.Koji.open(true)],
    ['a link that leads away', () => fireEvent.click(document.querySelector('a')!)],
  ])('of %s starts nothing before the widget is there', async (_, press) => {
    failToLoad();
    document.body.innerHTML = '<a href="/away" id="away">Away</a>';
    vi.spyOn(globalThis, 'open').mockImplementation(() => null);
    await include({ trigger: '#away' });
    await triggerIsWatched();
    press();
    await waitFor(() => expect(console.error).toHaveBeenCalled());
    expect(proxy.sent('start')).toEqual([]);
  });

  it('starts nothing before the respondent has agreed', async () => {
    const { ui } = await include({ consent: '' });
    pressLauncher(ui);
    const agree = await ui.findByRole('button', { name: 'Agree and start' });
    expect(proxy.sent('start')).toEqual([]);
    fireEvent.click(agree);
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('resumes a stored interview and starts none', async () => {
    const { ui } = await include({ study: 'resumed', trigger: 'manual' });
    page.Koji.open();
    await findMessageBox(ui);
    page.Koji.destroy();
    const { ui: next } = await include({ study: 'resumed', trigger: 'manual' });
    page.Koji.open();
    await findMessageBox(next);
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('shows the failure of a start that got no response, and starts once more when asked to', async () => {
    proxy.fail('start', 'unreachable');
    const { ui } = await include();
    pressLauncher(ui);
    const retry = await ui.findByRole('button', { name: 'Try again' });
    expect(proxy.sent('start')).toHaveLength(1);
    fireEvent.click(retry);
    await findMessageBox(ui);
    expect(proxy.sent('start')).toHaveLength(2);
  });

  it('after which the interview is destroyed leaves its interview to the lease', async () => {
    const release = proxy.holdResponses('start');
    const { ui } = await include();
    pressLauncher(ui);
    page.Koji.destroy();
    release();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(proxy.calls.map(({ route }) => route)).toEqual(['start']);
    expect(document.querySelector('koji-interview-host')).toBeNull();
  });
});

describe('a tag whose option "persist" has changed', () => {
  it.each([
    ['visitor', 'tab'],
    ['tab', 'visitor'],
    ['tab', 'none'],
  ])('from %s to %s forgets the old record, and loads nothing on later pages', async (before, now) => {
    const study = `from-${before}-to-${now}`;
    const first = await include({ study, trigger: 'manual', persist: before });
    page.Koji.open();
    await findMessageBox(first.ui);
    page.Koji.destroy();
    await include({ study, trigger: 'manual', persist: now });
    await waitFor(() => expect(page.startWidget).toHaveBeenCalledTimes(2));
    await new Promise(resolve => setTimeout(resolve, 20));
    page.Koji.destroy();
    expect(Object.keys({ ...sessionStorage, ...localStorage }).filter(name => name.includes(study))).toEqual([]);
    await include({ study, trigger: 'manual', persist: now });
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(page.startWidget).toHaveBeenCalledTimes(2);
    expect(proxy.sent('resume')).toEqual([]);
  });

  it('from tab to visitor after an offline leave starts a new interview', async () => {
    const unsent = [{ ticket: 'old', reason: 'respondent_left', page: 'p', seq: 1 }];
    for (const name of ['koji:/koji:left', 'koji:/koji:left:reports'])
      localStorage.setItem(name, JSON.stringify(unsent));
    const { ui } = await include({ study: 'left', persist: 'visitor' });
    await waitFor(() => expect(page.startWidget).toHaveBeenCalledTimes(1));
    fireEvent.click(ui.getByRole('button'));
    await findMessageBox(ui);
    expect([proxy.sent('start').length, proxy.sent('resume')]).toEqual([1, []]);
    await waitFor(() => expect(localStorage.getItem('koji:/koji:left:reports')).toBeNull());
  });
});

describe('Koji', () => {
  it('runs queued calls, in order', async () => {
    defineStub();
    const calls: string[] = [];
    page.Koji('on', 'koji-open', () => calls.push('open'));
    page.Koji('open');
    const { ui } = await include({ trigger: 'manual' });
    await findMessageBox(ui);
    expect(calls).toEqual(['open']);
  });

  it('takes calls by name, as the stub does', async () => {
    defineStub();
    const { ui } = await include({ trigger: 'manual' });
    page.Koji('open');
    await findMessageBox(ui);
    page.Koji('close');
    await waitFor(() => expect(ui.queryByRole('dialog')).toBeNull());
  });

  it('opens, closes and completes', async () => {
    const { ui } = await include({ trigger: 'manual' });
    page.Koji.open();
    await findMessageBox(ui);
    page.Koji.complete('manual');
    await ui.findByRole('heading', { name: 'Thanks for the chat!' });
    page.Koji.close();
    await waitFor(() => expect(ui.queryByRole('dialog')).toBeNull());
    expect(proxy.sent('complete')).toEqual([{ reason: 'manual' }]);
  });

  it('returns a function that removes a listener, also before anything is loaded', async () => {
    const { ui } = await include({ trigger: 'manual' });
    const calls: string[] = [];
    page.Koji.on('koji-open', () => calls.push('stays'));
    const off = page.Koji.on('koji-open', () => calls.push('went'));
    off();
    page.Koji.open();
    await findMessageBox(ui);
    expect(calls).toEqual(['stays']);
  });

  it('loads nothing to close or complete an interview that never started', async () => {
    const tag = await include();
    page.Koji.close();
    page.Koji.complete();
    await new Promise(resolve => setTimeout(resolve));
    expect(isIdle(tag)).toBe(true);
    expect(page.startWidget).not.toHaveBeenCalled();
  });

  it('stays away when it was destroyed before it was opened', async () => {
    const { host } = await include({ trigger: '.why' });
    await triggerIsWatched();
    page.Koji.destroy();
    expect(host.isConnected).toBe(false);
    page.Koji.open();
    const button = document.body.appendChild(document.createElement('button'));
    button.className = 'why';
    fireEvent.click(button);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(proxy.calls).toEqual([]);
  });

  it('starts nothing when it was destroyed while the widget was loading', async () => {
    const events = recordEvents();
    await include({ mode: 'inline' });
    page.Koji.destroy();
    await waitFor(() => expect(page.startWidget).toHaveBeenCalledTimes(1));
    await new Promise(resolve => setTimeout(resolve, 50));
    expect([proxy.calls, events]).toEqual([[], []]);
  });

  it('stays away when it was destroyed afterwards, and the interview is not completed', async () => {
    const { host, ui } = await include();
    page.Koji.open();
    await findMessageBox(ui);
    page.Koji.destroy();
    await waitFor(() => expect(host.isConnected).toBe(false));
    page.Koji.open();
    await Promise.resolve();
    expect([proxy.sent('complete'), proxy.sent('start').length]).toEqual([[], 1]);
  });
});
