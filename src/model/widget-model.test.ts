// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFailure } from '../interview/failures.ts';
import type { AnswerValue } from '../interview/questions.ts';
import type { StoredReport } from '../page/unsent-reports.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { Emit } from './host-events.ts';
import type { DeferredModel } from './interview-model.ts';
import type { StoredInterview } from './session.ts';
import { createScriptedProxy, type ScriptedProxy } from './testing/scripted-proxy.ts';
import { createMemoryRecord, loadDeferred, waitForCalls, waitForPhase } from './testing/test-interview.ts';
import { type StoredWidget, WidgetModel, type WidgetSettings, type WidgetState } from './widget-model.ts';

/** A browser with its storage, which outlives a page. */
const createBrowser = (proxy = createScriptedProxy()) => ({
  proxy,
  storedInterview: createMemoryRecord<StoredInterview>(),
  storedWidget: createMemoryRecord<StoredWidget>(),
  unsentReports: createMemoryRecord<StoredReport[]>(),
});
type Browser = ReturnType<typeof createBrowser>;

/** Loads a page with the widget on it. */
function loadPage(browser: Browser = createBrowser(), settings: Partial<WidgetSettings> = {}) {
  const { proxy, storedInterview, storedWidget, unsentReports } = browser;
  const events: string[] = [];
  const widget = new WidgetModel({
    client: proxy,
    storedInterview,
    name: crypto.randomUUID(),
    storedWidget,
    unsentReports,
    keepsUnsentReports: true,
    proxyBase: '/koji',
    study: undefined,
    locale: undefined,
    respondent: undefined,
    maxDuration: null,
    loadDeferred,
    consent: false,
    isAlwaysOpen: false,
    emit: (name => events.push(name)) as Emit,
    getYesNoTexts: () => ({ yes: 'Yes', no: 'No' }),
    widgetElement: document.body,
    ...settings,
  });
  const leave = () => widget[Symbol.dispose]();
  onTestFinished(leave);
  return { widget, interview: widget.interview, events, leave, ...browser };
}

/** Loads a page and opens the widget. */
async function openWidget(...args: Parameters<typeof loadPage>) {
  const page = loadPage(...args);
  page.widget.open();
  await waitForPhase(page.interview, 'active');
  await loadDeferred();
  return page;
}

/** Answers the open question with a text, and a value if given. */
async function answer(widget: WidgetState, text: string, value?: AnswerValue): Promise<void> {
  if (value !== undefined) widget.chosenValue.value = value;
  widget.draft.value = text;
  await widget.send();
}

const getSentContents = (proxy: ScriptedProxy) => proxy.sent('message').map(({ content }) => content);

beforeEach(() => {
  vi.stubGlobal('fetch', async () => new Response());
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: () => true });
});

describe('opening', () => {
  it('starts the interview once', async () => {
    const { widget, proxy, events } = await openWidget();
    widget.close();
    widget.open();
    widget.open();
    expect(proxy.sent('start')).toHaveLength(1);
    expect(events).toEqual(['koji-open', 'koji-start', 'koji-close', 'koji-open']);
  });

  it('does not close a widget that is always open', async () => {
    const { widget, events } = await openWidget(undefined, { isAlwaysOpen: true });
    widget.close();
    expect(widget.isOpen.value).toBe(true);
    expect(events).not.toContain('koji-close');
  });

  it('closing does not end the interview, and cancels the confirmation of the end', async () => {
    const { widget, interview, proxy } = await openWidget();
    widget.isConfirmingEnd.value = true;
    widget.close();
    expect([widget.isConfirmingEnd.value, interview.state.value.phase, proxy.sent('complete')]).toEqual([
      false,
      'active',
      [],
    ]);
  });
});

describe('with consent', () => {
  it('nothing is sent or stored before the respondent agrees', async () => {
    const { widget, interview, proxy, storedInterview, storedWidget } = loadPage(undefined, { consent: true });
    widget.open();
    widget.draft.value = 'typed meanwhile';
    expect(interview.state.value.phase).toBe('consenting');
    expect([proxy.calls, storedInterview.record, storedWidget.record]).toEqual([[], null, null]);
    await interview.start();
    expect(interview.state.value.phase).toBe('active');
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it.each(['declineConsent', 'close'] as const)('%s leaves no trace, and the next opening asks again', how => {
    const { widget, interview, proxy, storedInterview, storedWidget, events } = loadPage(undefined, { consent: true });
    widget.open();
    widget[how]();
    expect([widget.isOpen.value, interview.state.value.phase]).toEqual([false, 'idle']);
    expect([proxy.calls, storedInterview.record, storedWidget.record]).toEqual([[], null, null]);
    expect(events).toEqual(['koji-open', 'koji-close']);
    widget.open();
    expect(interview.state.value.phase).toBe('consenting');
  });

  it('a respondent who has agreed is not asked again in the same interview', async () => {
    const browser = createBrowser();
    const before = loadPage(browser, { consent: true });
    before.widget.open();
    await before.interview.start();
    before.leave();
    const { interview, widget } = loadPage(browser, { consent: true });
    widget.open();
    await waitForPhase(interview, 'active');
    expect(browser.proxy.sent('resume')).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('of text is trimmed', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, '  It became\ntoo expensive. \n');
    expect(proxy.sent('message')).toMatchObject([{ content: 'It became\ntoo expensive.' }]);
    expect(proxy.sent('message')[0]).not.toHaveProperty('answer');
    expect(widget.draft.value).toBe('');
  });

  it('by a control has its value, and its content as text', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, 'It became too expensive.');
    await answer(widget, '', 7);
    expect(proxy.sent('message')[1]).toMatchObject({ content: '7', answer: { question_id: 'q2', value: 7 } });
  });

  it('by a control can have text as well', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, 'It became too expensive.');
    await answer(widget, 'It was fine.', 7);
    expect(proxy.sent('message')[1]).toMatchObject({
      content: '7\n\nIt was fine.',
      answer: { question_id: 'q2', value: 7 },
    });
  });

  it('of text to a structured question has no value', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, 'It became too expensive.');
    await answer(widget, 'Rather satisfied.');
    expect(proxy.sent('message')[1]).not.toHaveProperty('answer');
  });

  it('is cleaned of what no store can hold: NUL characters and halves of surrogate pairs', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, '\0 It became\0 too \ud83d expensive 😀 \0');
    await answer(widget, 'Rather\0', 'Something\0 \udc00else');
    expect(proxy.sent('message')).toMatchObject([
      { content: 'It became too \ufffd expensive 😀' },
      { content: 'Something \ufffdelse\n\nRather', answer: { value: 'Something \ufffdelse' } },
    ]);
  });

  it('of several options is cleaned in each', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, '', ['Price', 'a\0b']);
    expect(proxy.sent('message')).toMatchObject([{ content: 'Price, ab', answer: { value: ['Price', 'ab'] } }]);
  });

  it('of NUL characters only is nothing, and empties the message box', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, '\0\0');
    expect([widget.draft.value, proxy.sent('message')]).toEqual(['', []]);
  });

  it('to a ranking is the order as shown, unless something is moved', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, 'It became too expensive.');
    await answer(widget, '', 7);
    expect(widget.canSend.value).toBe(true);
    await answer(widget, '');
    expect(proxy.sent('message')[2]).toMatchObject({
      content: '1. Speed\n2. Price\n3. Help',
      answer: { question_id: 'q3', value: ['Speed', 'Price', 'Help'] },
    });
  });

  it('to a ranking by text only has no value', async () => {
    const { widget, proxy } = await openWidget();
    await answer(widget, 'It became too expensive.');
    await answer(widget, '', 7);
    await answer(widget, 'None of these matters to me.');
    expect(proxy.sent('message')[2]).not.toHaveProperty('answer');
  });

  it('starts each question without a chosen value', async () => {
    const { widget } = await openWidget();
    await answer(widget, 'It became too expensive.');
    expect(widget.chosenValue.value).toBeUndefined();
    expect(widget.canSend.value).toBe(false);
    widget.chosenValue.value = 0;
    expect(widget.canSend.value).toBe(true);
  });

  it.each(['', '   ', '\n\t'])('that is empty (%j) is not sent', async text => {
    const { widget, proxy } = await openWidget();
    await answer(widget, text);
    expect(widget.canSend.value).toBe(false);
    expect(proxy.sent('message')).toEqual([]);
  });
});

describe('a message before the deferred code is loaded', () => {
  async function openWidgetWithout(deferred: Promise<DeferredModel>) {
    deferred.catch(() => {});
    const page = loadPage(undefined, { loadDeferred: () => deferred });
    page.widget.open();
    await waitForPhase(page.interview, 'active');
    return page;
  }

  it('stays in the message box until then, and is sent once, however often Send is pressed', async () => {
    const { promise, resolve } = Promise.withResolvers<DeferredModel>();
    const { widget, proxy } = await openWidgetWithout(promise);
    widget.draft.value = 'It became too expensive.';
    const sent = [widget.send(), widget.send()];
    expect(widget.draft.value).toBe('It became too expensive.');
    resolve(await loadDeferred());
    await Promise.all(sent);
    expect(widget.draft.value).toBe('');
    expect(getSentContents(proxy)).toEqual(['It became too expensive.']);
  });

  it('stays in the message box when loading fails, and sets sendFailure', async () => {
    const failed = new InterviewError(createFailure('unreachable', 'as the test wants'));
    const { widget, proxy, events } = await openWidgetWithout(Promise.reject(failed));
    widget.draft.value = 'It became too expensive.';
    await widget.send();
    expect(widget.draft.value).toBe('It became too expensive.');
    expect(widget.sendFailure.value).toMatchObject({ code: 'unreachable' });
    expect(events.at(-1)).toBe('koji-error');
    expect(proxy.sent('message')).toEqual([]);
  });
});

describe('a message that fails', () => {
  it('returns to the message box and sets sendFailure; its value stays chosen', async () => {
    const { widget, proxy, events } = await openWidget();
    await answer(widget, 'It became too expensive.');
    proxy.fail('message', 'unreachable');
    await answer(widget, 'Rather.', 7);
    expect([widget.draft.value, widget.chosenValue.value]).toEqual(['Rather.', 7]);
    expect(widget.sendFailure.value).toMatchObject({ code: 'unreachable' });
    expect(events.filter(name => name === 'koji-error')).toHaveLength(1);
    await widget.send();
    expect(widget.sendFailure.value).toBeNull();
    expect(getSentContents(proxy)).toEqual(['It became too expensive.', '7\n\nRather.', '7\n\nRather.']);
    expect(proxy.view.messages).toHaveLength(5);
  });

  it('returns before the text typed since', async () => {
    const { widget, proxy } = await openWidget();
    const release = proxy.holdResponses('message');
    proxy.fail('message', 'unreachable');
    widget.draft.value = 'It became too expensive.';
    const sent = widget.send();
    widget.draft.value = 'And slow.';
    release();
    await sent;
    expect(widget.draft.value).toBe('It became too expensive.\nAnd slow.');
  });

  it('because the interview is lost emits one error and returns to the message box', async () => {
    const { widget, interview, proxy, events } = await openWidget();
    proxy.fail('message', 'ticket_expired');
    await answer(widget, 'It became too expensive.');
    expect(events.filter(name => name === 'koji-error')).toHaveLength(1);
    expect(interview.state.value.phase).toBe('failed');
    expect(widget.draft.value).toBe('It became too expensive.');
  });
});

describe('after a reload', () => {
  it('the draft is restored', async () => {
    const browser = createBrowser();
    const before = await openWidget(browser);
    before.widget.draft.value = 'It became too';
    before.leave();
    const { widget } = loadPage(browser);
    expect(widget.draft.value).toBe('It became too');
    expect(widget.wasOpenBeforeReload()).toBe(true);
  });

  it('the draft is cleaned when it is sent', async () => {
    const browser = createBrowser();
    const before = await openWidget(browser);
    before.widget.draft.value = 'It became\0 too \ud800';
    before.leave();
    const { widget } = await openWidget(browser);
    await widget.send();
    expect(getSentContents(browser.proxy)).toEqual(['It became too \ufffd']);
  });

  it('a closed widget stays closed', async () => {
    const browser = createBrowser();
    const before = await openWidget(browser);
    before.widget.close();
    before.leave();
    expect(loadPage(browser).widget.wasOpenBeforeReload()).toBe(false);
  });

  /**
   * Leaves a page while its message is being sent. Returns the id of a message that is not stored.
   */
  async function leaveWhileSending(browser: Browser, isStored: boolean, text = 'It became too expensive.') {
    const before = await openWidget(browser);
    const callCount = browser.proxy.sent('message').length;
    const { message } = browser.proxy;
    let id: string | undefined;
    if (isStored) browser.proxy.holdResponses('message');
    else {
      browser.proxy.message = (_ticket, body) => {
        id = body.client_message_id;
        return new Promise(() => {});
      };
    }
    before.widget.draft.value = text;
    void before.widget.send();
    before.widget.draft.value = 'And slow.';
    if (isStored) await waitForCalls(browser.proxy, 'message', callCount + 1);
    else await vi.waitUntil(() => id);
    before.leave();
    browser.proxy.message = message;
    return id;
  }

  it('a message that has not arrived is sent again with the same id; the draft stays', async () => {
    const browser = createBrowser();
    const id = await leaveWhileSending(browser, false);
    const { widget, interview } = await openWidget(browser);
    await vi.waitUntil(() => interview.messages.value.length === 3);
    expect(browser.proxy.sent('message')).toEqual([{ content: 'It became too expensive.', client_message_id: id }]);
    expect(widget.draft.value).toBe('And slow.');
  });

  it('a message that fails again returns to the message box, before the draft', async () => {
    const browser = createBrowser();
    const id = await leaveWhileSending(browser, false);
    browser.proxy.fail('message', 'unreachable');
    const { widget } = await openWidget(browser);
    await vi.waitUntil(() => widget.sendFailure.value);
    expect(widget.draft.value).toBe('It became too expensive.\nAnd slow.');
    await answer(widget, 'It became too expensive.');
    expect(browser.proxy.sent('message').map(message => message.client_message_id)).toEqual([id, id]);
  });

  it('a message that has arrived is not sent again', async () => {
    const browser = createBrowser();
    await leaveWhileSending(browser, true);
    const { widget, interview } = await openWidget(browser);
    expect(widget.draft.value).toBe('And slow.');
    expect(interview.messages.value.map(({ content }) => content)).toEqual([
      'Hello! Why did you leave?',
      'It became too expensive.',
      'I see. How satisfied?',
    ]);
  });

  it('a message is not mistaken for an earlier one with the same content', async () => {
    const browser = createBrowser();
    const first = await openWidget(browser);
    await answer(first.widget, 'Yes.');
    first.leave();
    await leaveWhileSending(browser, false, 'Yes.');
    await openWidget(browser);
    await vi.waitUntil(() => getSentContents(browser.proxy).length === 2);
    expect(getSentContents(browser.proxy)).toEqual(['Yes.', 'Yes.']);
  });

  it('a message that arrived at the second try is not sent a third time', async () => {
    const browser = createBrowser();
    await leaveWhileSending(browser, false);
    const second = await openWidget(browser);
    await vi.waitUntil(() => second.interview.messages.value.length === 3);
    second.leave();
    const { interview, widget } = await openWidget(browser);
    expect([interview.messages.value.length, widget.draft.value]).toEqual([3, 'And slow.']);
    expect(getSentContents(browser.proxy)).toHaveLength(1);
  });
});

describe('the background tasks', () => {
  it('report that the page goes, but not after the widget has been unmounted', async () => {
    const urls: string[] = [];
    Object.defineProperty(navigator, 'sendBeacon', {
      configurable: true,
      value: (url: string) => urls.push(new URL(url).pathname) > 0,
    });
    const { leave } = await openWidget();
    await loadDeferred();
    window.dispatchEvent(new Event('pagehide'));
    expect(urls).toEqual(['/koji/complete']);
    leave();
    urls.length = 0;
    window.dispatchEvent(new Event('pagehide'));
    expect(urls).toEqual([]);
  });

  it('send the unsent reports of an earlier page before the widget is opened', async () => {
    const browser = createBrowser();
    browser.unsentReports.record = [
      { ticket: 't0', reason: 'respondent_left', page: 'before', seq: 3, expiresAt: Date.now() + 60_000 },
    ];
    loadPage(browser);
    await waitForCalls(browser.proxy, 'complete');
    await vi.waitUntil(() => browser.unsentReports.record === null);
    expect(browser.proxy.sent('complete')).toEqual([{ reason: 'respondent_left', page: 'before', seq: 3 }]);
  });

  it('update the time left', async () => {
    const { widget } = await openWidget(undefined, { maxDuration: 60_000 });
    await vi.waitUntil(() => widget.millisecondsLeft.value !== null);
    expect(widget.millisecondsLeft.value).toBeGreaterThan(50_000);
  });
});

describe('the stored widget', () => {
  it('exists from the start of the interview to its end', async () => {
    const { widget, interview, storedInterview, storedWidget } = loadPage();
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

  it('of an old interview is not used for a new one', () => {
    const browser = createBrowser();
    browser.storedWidget.record = { open: true, draft: 'old', pendingMessage: null };
    const { widget } = loadPage(browser);
    expect([widget.draft.value, widget.wasOpenBeforeReload()]).toEqual(['', false]);
  });
});

describe('the end', () => {
  it('by the respondent has reason respondent_left and closes the confirmation', async () => {
    const { widget, interview, proxy } = await openWidget();
    widget.isConfirmingEnd.value = true;
    widget.endInterview();
    expect(widget.isConfirmingEnd.value).toBe(false);
    await waitForPhase(interview, 'completed');
    expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]);
  });

  it('S5: after the last question is automatic; the host gets all events in order, the completion once', async () => {
    const { widget, interview, proxy, events } = await openWidget();
    await answer(widget, 'It became too expensive.');
    await answer(widget, '', 7);
    await answer(widget, '');
    await waitForPhase(interview, 'completed');
    widget.close();
    expect(proxy.sent('complete')).toEqual([{ reason: 'natural' }]);
    const answerEvents = ['koji-message', 'koji-answer', 'koji-message'];
    expect(events).toEqual([
      'koji-open',
      'koji-start',
      'koji-message',
      'koji-message',
      ...answerEvents,
      ...answerEvents,
      'koji-complete',
      'koji-close',
    ]);
  });
});
