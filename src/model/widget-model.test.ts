// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFailure } from '../interview/failures.ts';
import type { AnswerValue } from '../interview/questions.ts';
import type { UnsentReport } from '../page/unsent-reports.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { Emit } from './host-events.ts';
import type { DeferredModel } from './interview-model.ts';
import type { StoredInterview } from './session.ts';
import { createScriptedProxy, type ScriptedProxy } from './testing/scripted-proxy.ts';
import { createMemoryRecord, loadDeferred, waitForCalls, waitForPhase } from './testing/test-interview.ts';
import { type StoredWidget, WidgetModel, type WidgetSettings, type WidgetState } from './widget-model.ts';

/** What a browser keeps between two page loads of a site. */
const createBrowser = (proxy = createScriptedProxy()) => ({
  proxy,
  storedInterview: createMemoryRecord<StoredInterview>(),
  storedWidget: createMemoryRecord<StoredWidget>(),
  unsentReports: createMemoryRecord<UnsentReport[]>(),
});
type Browser = ReturnType<typeof createBrowser>;

/** A page load with the widget on it. */
function load(browser: Browser = createBrowser(), settings: Partial<WidgetSettings> = {}) {
  const { proxy, storedInterview, storedWidget, unsentReports } = browser;
  const heard: string[] = [];
  const widget = new WidgetModel({
    client: proxy,
    storedInterview,
    name: crypto.randomUUID(),
    storedWidget,
    unsentReports,
    proxyBase: '/koji',
    study: undefined,
    locale: undefined,
    respondent: undefined,
    maxDuration: null,
    loadDeferred,
    consent: false,
    isAlwaysOpen: false,
    emit: (name => heard.push(name)) as Emit,
    getYesNoTexts: () => ({ yes: 'Yes', no: 'No' }),
    widgetElement: document.body,
    ...settings,
  });
  const leave = () => widget[Symbol.dispose]();
  onTestFinished(leave);
  return { widget, interview: widget.interview, heard, leave, ...browser };
}

async function begin(...args: Parameters<typeof load>) {
  const page = load(...args);
  page.widget.open();
  await waitForPhase(page.interview, 'active');
  await loadDeferred();
  return page;
}

async function say(widget: WidgetState, words: string, value?: AnswerValue): Promise<void> {
  if (value !== undefined) widget.chosenValue.value = value;
  widget.draft.value = words;
  await widget.send();
}

const contents = (proxy: ScriptedProxy) => proxy.sent('message').map(({ content }) => content);

beforeEach(() => {
  vi.stubGlobal('fetch', async () => new Response());
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: () => true });
});

describe('opening', () => {
  it('starts the interview, once', async () => {
    const { widget, proxy, heard } = await begin();
    widget.close();
    widget.open();
    widget.open();
    expect(proxy.sent('start')).toHaveLength(1);
    expect(heard).toEqual(['koji-open', 'koji-start', 'koji-close', 'koji-open']);
  });

  it('closes nothing that is always open', async () => {
    const { widget, heard } = await begin(undefined, { isAlwaysOpen: true });
    widget.close();
    expect(widget.isOpen.value).toBe(true);
    expect(heard).not.toContain('koji-close');
  });

  it('closing ends nothing, and takes the question about the end away', async () => {
    const { widget, interview, proxy } = await begin();
    widget.isConfirmingEnd.value = true;
    widget.close();
    expect([widget.isConfirmingEnd.value, interview.state.value.phase, proxy.sent('complete')]).toEqual([
      false,
      'active',
      [],
    ]);
  });
});

describe('where consent is asked for', () => {
  it('nothing is sent or stored before it is given', async () => {
    const { widget, interview, proxy, storedInterview, storedWidget } = load(undefined, { consent: true });
    widget.open();
    widget.draft.value = 'typed meanwhile';
    expect(interview.state.value.phase).toBe('consenting');
    expect([proxy.calls, storedInterview.record, storedWidget.record]).toEqual([[], null, null]);
    await interview.start();
    expect(interview.state.value.phase).toBe('active');
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it.each(['declineConsent', 'close'] as const)('%s leaves no trace, and it is asked again the next time', how => {
    const { widget, interview, proxy, storedInterview, storedWidget, heard } = load(undefined, { consent: true });
    widget.open();
    widget[how]();
    expect([widget.isOpen.value, interview.state.value.phase]).toEqual([false, 'idle']);
    expect([proxy.calls, storedInterview.record, storedWidget.record]).toEqual([[], null, null]);
    expect(heard).toEqual(['koji-open', 'koji-close']);
    widget.open();
    expect(interview.state.value.phase).toBe('consenting');
  });

  it('who has given it before is not asked again in the same interview', async () => {
    const browser = createBrowser();
    const before = load(browser, { consent: true });
    before.widget.open();
    await before.interview.start();
    before.leave();
    const { interview, widget } = load(browser, { consent: true });
    widget.open();
    await waitForPhase(interview, 'active');
    expect(browser.proxy.sent('resume')).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('in words is sent without spaces around it', async () => {
    const { widget, proxy } = await begin();
    await say(widget, '  It became\ntoo expensive. \n');
    expect(proxy.sent('message')).toMatchObject([{ content: 'It became\ntoo expensive.' }]);
    expect(proxy.sent('message')[0]).not.toHaveProperty('answer');
    expect(widget.draft.value).toBe('');
  });

  it('by a control has its value, and says it in words', async () => {
    const { widget, proxy } = await begin();
    await say(widget, 'It became too expensive.');
    await say(widget, '', 7);
    expect(proxy.sent('message')[1]).toMatchObject({ content: '7', answer: { question_id: 'q2', value: 7 } });
  });

  it('by a control may have words beside it', async () => {
    const { widget, proxy } = await begin();
    await say(widget, 'It became too expensive.');
    await say(widget, 'It was fine.', 7);
    expect(proxy.sent('message')[1]).toMatchObject({
      content: '7\n\nIt was fine.',
      answer: { question_id: 'q2', value: 7 },
    });
  });

  it('in words to a structured question has no value', async () => {
    const { widget, proxy } = await begin();
    await say(widget, 'It became too expensive.');
    await say(widget, 'Rather satisfied.');
    expect(proxy.sent('message')[1]).not.toHaveProperty('answer');
  });

  it('to a ranking is the order as asked, where nothing is moved', async () => {
    const { widget, proxy } = await begin();
    await say(widget, 'It became too expensive.');
    await say(widget, '', 7);
    expect(widget.canSend.value).toBe(true);
    await say(widget, '');
    expect(proxy.sent('message')[2]).toMatchObject({
      content: '1. Speed\n2. Price\n3. Help',
      answer: { question_id: 'q3', value: ['Speed', 'Price', 'Help'] },
    });
  });

  it('to a ranking in words alone says nothing of the order', async () => {
    const { widget, proxy } = await begin();
    await say(widget, 'It became too expensive.');
    await say(widget, '', 7);
    await say(widget, 'None of these matters to me.');
    expect(proxy.sent('message')[2]).not.toHaveProperty('answer');
  });

  it('begins each question with a clean control', async () => {
    const { widget } = await begin();
    await say(widget, 'It became too expensive.');
    expect(widget.chosenValue.value).toBeUndefined();
    expect(widget.canSend.value).toBe(false);
    widget.chosenValue.value = 0;
    expect(widget.canSend.value).toBe(true);
  });

  it.each(['', '   ', '\n\t'])('of nothing (%j) is not sent', async words => {
    const { widget, proxy } = await begin();
    await say(widget, words);
    expect(widget.canSend.value).toBe(false);
    expect(proxy.sent('message')).toEqual([]);
  });
});

describe('a message before the code that sends it is there', () => {
  async function beginWithout(later: Promise<DeferredModel>) {
    later.catch(() => {});
    const page = load(undefined, { loadDeferred: () => later });
    page.widget.open();
    await waitForPhase(page.interview, 'active');
    return page;
  }

  it('stays in the box until it is, and is sent once, however often Send is pressed', async () => {
    const { promise, resolve } = Promise.withResolvers<DeferredModel>();
    const { widget, proxy } = await beginWithout(promise);
    widget.draft.value = 'It became too expensive.';
    const sent = [widget.send(), widget.send()];
    expect(widget.draft.value).toBe('It became too expensive.');
    resolve(await loadDeferred());
    await Promise.all(sent);
    expect(widget.draft.value).toBe('');
    expect(contents(proxy)).toEqual(['It became too expensive.']);
  });

  it('stays in the box where it can’t be had, with a notice', async () => {
    const failed = new InterviewError(createFailure('unreachable', 'as the test wants'));
    const { widget, proxy, heard } = await beginWithout(Promise.reject(failed));
    widget.draft.value = 'It became too expensive.';
    await widget.send();
    expect(widget.draft.value).toBe('It became too expensive.');
    expect(widget.sendFailure.value).toMatchObject({ code: 'unreachable' });
    expect(heard.at(-1)).toBe('koji-error');
    expect(proxy.sent('message')).toEqual([]);
  });
});

describe('a message that fails', () => {
  it('comes back into the box with a notice, its value still chosen', async () => {
    const { widget, proxy, heard } = await begin();
    await say(widget, 'It became too expensive.');
    proxy.fail('message', 'unreachable');
    await say(widget, 'Rather.', 7);
    expect([widget.draft.value, widget.chosenValue.value]).toEqual(['Rather.', 7]);
    expect(widget.sendFailure.value).toMatchObject({ code: 'unreachable' });
    expect(heard.filter(name => name === 'koji-error')).toHaveLength(1);
    await widget.send();
    expect(widget.sendFailure.value).toBeNull();
    expect(contents(proxy)).toEqual(['It became too expensive.', '7\n\nRather.', '7\n\nRather.']);
    expect(proxy.view.messages).toHaveLength(5);
  });

  it('stands before what has been typed since', async () => {
    const { widget, proxy } = await begin();
    const release = proxy.holdResponses('message');
    proxy.fail('message', 'unreachable');
    widget.draft.value = 'It became too expensive.';
    const sent = widget.send();
    widget.draft.value = 'And slow.';
    release();
    await sent;
    expect(widget.draft.value).toBe('It became too expensive.\nAnd slow.');
  });

  it('because the interview is lost is told to the host once, and kept in the box', async () => {
    const { widget, interview, proxy, heard } = await begin();
    proxy.fail('message', 'ticket_expired');
    await say(widget, 'It became too expensive.');
    expect(heard.filter(name => name === 'koji-error')).toHaveLength(1);
    expect(interview.state.value.phase).toBe('failed');
    expect(widget.draft.value).toBe('It became too expensive.');
  });
});

describe('after a reload', () => {
  it('what was being typed is there again', async () => {
    const browser = createBrowser();
    const before = await begin(browser);
    before.widget.draft.value = 'It became too';
    before.leave();
    const { widget } = load(browser);
    expect(widget.draft.value).toBe('It became too');
    expect(widget.wasOpenBeforeReload()).toBe(true);
  });

  it('it is closed where it was closed', async () => {
    const browser = createBrowser();
    const before = await begin(browser);
    before.widget.close();
    before.leave();
    expect(load(browser).widget.wasOpenBeforeReload()).toBe(false);
  });

  /** A page that goes away while its message is on its way; gives the id the message went under. */
  async function leaveWhileSending(browser: Browser, isStored: boolean, words = 'It became too expensive.') {
    const before = await begin(browser);
    const sofar = browser.proxy.sent('message').length;
    const { message } = browser.proxy;
    let id: string | undefined;
    if (isStored) browser.proxy.holdResponses('message');
    else {
      browser.proxy.message = (_ticket, body) => {
        id = body.client_message_id;
        return new Promise(() => {});
      };
    }
    before.widget.draft.value = words;
    void before.widget.send();
    before.widget.draft.value = 'And slow.';
    if (isStored) await waitForCalls(browser.proxy, 'message', sofar + 1);
    else await vi.waitUntil(() => id);
    before.leave();
    browser.proxy.message = message;
    return id;
  }

  it('a message that did not arrive goes out again, under the same id, and what was typed after it stays', async () => {
    const browser = createBrowser();
    const id = await leaveWhileSending(browser, false);
    const { widget, interview } = await begin(browser);
    await vi.waitUntil(() => interview.messages.value.length === 3);
    expect(browser.proxy.sent('message')).toEqual([{ content: 'It became too expensive.', client_message_id: id }]);
    expect(widget.draft.value).toBe('And slow.');
  });

  it('a message that can’t go out then either is back in the box, before what was typed after it', async () => {
    const browser = createBrowser();
    const id = await leaveWhileSending(browser, false);
    browser.proxy.fail('message', 'unreachable');
    const { widget } = await begin(browser);
    await vi.waitUntil(() => widget.sendFailure.value);
    expect(widget.draft.value).toBe('It became too expensive.\nAnd slow.');
    await say(widget, 'It became too expensive.');
    expect(browser.proxy.sent('message').map(message => message.client_message_id)).toEqual([id, id]);
  });

  it('a message that did arrive is in the interview, and only there', async () => {
    const browser = createBrowser();
    await leaveWhileSending(browser, true);
    const { widget, interview } = await begin(browser);
    expect(widget.draft.value).toBe('And slow.');
    expect(interview.messages.value.map(({ content }) => content)).toEqual([
      'Hello! Why did you leave?',
      'It became too expensive.',
      'I see. How satisfied?',
    ]);
  });

  it('a message is not taken for an earlier one with the same words', async () => {
    const browser = createBrowser();
    const first = await begin(browser);
    await say(first.widget, 'Yes.');
    first.leave();
    await leaveWhileSending(browser, false, 'Yes.');
    await begin(browser);
    await vi.waitUntil(() => contents(browser.proxy).length === 2);
    expect(contents(browser.proxy)).toEqual(['Yes.', 'Yes.']);
  });

  it('a message that arrived at the second time is not sent a third time', async () => {
    const browser = createBrowser();
    await leaveWhileSending(browser, false);
    const second = await begin(browser);
    await vi.waitUntil(() => second.interview.messages.value.length === 3);
    second.leave();
    const { interview, widget } = await begin(browser);
    expect([interview.messages.value.length, widget.draft.value]).toEqual([3, 'And slow.']);
    expect(contents(browser.proxy)).toHaveLength(1);
  });
});

describe('beside the interview', () => {
  it('the proxy is told of a page that goes, and no more once the widget is taken down', async () => {
    const told: string[] = [];
    Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: (url: string) => told.push(url) > 0 });
    const { leave } = await begin();
    await loadDeferred();
    window.dispatchEvent(new Event('pagehide'));
    expect(told).toEqual(['/koji/complete']);
    leave();
    told.length = 0;
    window.dispatchEvent(new Event('pagehide'));
    expect(told).toEqual([]);
  });

  it('the proxy is told what an earlier page could not tell, before anything is opened', async () => {
    const browser = createBrowser();
    browser.unsentReports.record = [{ ticket: 't0', reason: 'respondent_left', page: 'before', seq: 3 }];
    load(browser);
    await waitForCalls(browser.proxy, 'complete');
    await vi.waitUntil(() => browser.unsentReports.record === null);
    expect(browser.proxy.sent('complete')).toEqual([{ reason: 'respondent_left', page: 'before', seq: 3 }]);
  });

  it('its time is kept', async () => {
    const { widget } = await begin(undefined, { maxDuration: 60_000 });
    await vi.waitUntil(() => widget.millisecondsLeft.value !== null);
    expect(widget.millisecondsLeft.value).toBeGreaterThan(50_000);
  });
});

describe('what the browser keeps', () => {
  it('begins with the interview and ends with it', async () => {
    const { widget, interview, storedInterview, storedWidget } = load();
    widget.draft.value = 'before';
    expect(storedWidget.record).toBeNull();
    widget.open();
    await waitForPhase(interview, 'active');
    expect(storedWidget.record).toEqual({ open: true, draft: 'before', pendingMessage: null });
    widget.endInterview();
    await waitForPhase(interview, 'completed');
    expect([storedInterview.record, storedWidget.record]).toEqual([null, null]);
    widget.draft.value = 'after';
    expect(storedWidget.record).toBeNull();
  });

  it('of an old draft is nothing to a new interview', () => {
    const browser = createBrowser();
    browser.storedWidget.record = { open: true, draft: 'old', pendingMessage: null };
    const { widget } = load(browser);
    expect([widget.draft.value, widget.wasOpenBeforeReload()]).toEqual(['', false]);
  });
});

describe('the end', () => {
  it('by hand is respondent_left, and the question about it goes', async () => {
    const { widget, interview, proxy } = await begin();
    widget.isConfirmingEnd.value = true;
    widget.endInterview();
    expect(widget.isConfirmingEnd.value).toBe(false);
    await waitForPhase(interview, 'completed');
    expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]);
  });

  it('S5: of the last question comes by itself; the host hears everything in order, the completion once', async () => {
    const { widget, interview, proxy, heard } = await begin();
    await say(widget, 'It became too expensive.');
    await say(widget, '', 7);
    await say(widget, '');
    await waitForPhase(interview, 'completed');
    widget.close();
    expect(proxy.sent('complete')).toEqual([{ reason: 'natural' }]);
    const answered = ['koji-message', 'koji-answer', 'koji-message'];
    expect(heard).toEqual([
      'koji-open',
      'koji-start',
      'koji-message',
      'koji-message',
      ...answered,
      ...answered,
      'koji-complete',
      'koji-close',
    ]);
  });
});
