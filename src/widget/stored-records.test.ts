// @vitest-environment happy-dom
import { waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { createScriptedProxy, SCRIPT, TICKET } from '../model/testing/scripted-proxy.ts';
import type { MountOptions } from './mount.ts';
import { mountOnPage, sendAnswer } from './testing/host-page.ts';

const STUDY = 'stored';
const KEY = `koji:/koji:${STUDY}`;
const REPORT = { ticket: TICKET, reason: 'respondent_left', page: 'before', seq: 7 };

const PERSISTS = ['tab', 'visitor', 'none'] as const;
const getStorage = (persist: string) => (persist === 'visitor' ? localStorage : sessionStorage);
const getStoredKeys = () => [...Object.keys({ ...sessionStorage }), ...Object.keys({ ...localStorage })];

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

const mountStudy = (options: MountOptions = {}, proxy = createScriptedProxy()) =>
  mountOnPage({ study: STUDY, ...options }, proxy);

describe.each(PERSISTS)('after the site has changed persist from %s', before => {
  it.each(PERSISTS.filter(persist => persist !== before))('to %s, the old records are forgotten', async now => {
    const first = mountStudy({ persist: before });
    first.handle.open();
    await sendAnswer(first.ui, 'It became too expensive.');
    await first.ui.findByText('I see. How satisfied?');
    first.handle.destroy();
    const next = mountStudy({ persist: now }, createScriptedProxy(SCRIPT, null, undefined, 'new'));
    // Otherwise the script tag would load the widget on every page view.
    expect(getStoredKeys()).toEqual([]);
    next.handle.open();
    await next.ui.findByText('Hello! Why did you leave?');
    expect(next.proxy.sent('resume')).toEqual([]);
  });
});

describe.each(['tab', 'visitor'] as const)('a record that is not an interview (persist %s)', persist => {
  it.each([
    ['reports of leaving', [REPORT]],
    ['an interview of an earlier version', { ticket: 't0', endsAt: null, unsentMessage: null }],
    ['an interview without a ticket', { ticket: '', respondent: '', endsAt: null, unsentMessage: null }],
    ['text', 'true'],
    ['a number', 7],
    ['nothing', null],
    ['broken JSON', undefined],
  ])('but %s is forgotten, and the interview starts anew', async (_, value) => {
    const storage = getStorage(persist);
    storage.setItem(KEY, value === undefined ? '{"ticket":' : JSON.stringify(value));
    storage.setItem(`${KEY}:widget`, JSON.stringify({ open: true, draft: 'old' }));
    const { handle, ui, proxy } = mountStudy({ persist });
    await waitFor(() => expect(getStoredKeys()).toEqual([]));
    expect(handle.status).toBe('idle');
    handle.open();
    await ui.findByText('Hello! Why did you leave?');
    expect([proxy.sent('resume'), ui.getByRole<HTMLTextAreaElement>('textbox').value]).toEqual([[], '']);
  });

  it('a widget’s record of another shape does not stop the interview that is stored', async () => {
    const first = mountStudy({ persist });
    first.handle.open();
    await first.ui.findByText('Hello! Why did you leave?');
    first.handle.destroy();
    getStorage(persist).setItem(`${KEY}:widget`, JSON.stringify([true]));
    const next = mountStudy({ persist }, first.proxy);
    await waitFor(() => expect(next.handle.status).toBe('active'));
  });
});

describe('a leave that could not be reported', () => {
  it.each(PERSISTS)('is reported by the next page, and forgotten, with persist %s', async persist => {
    localStorage.setItem(`${KEY}:reports`, JSON.stringify([{ ...REPORT, expiresAt: Date.now() + 60_000 }]));
    const { proxy } = mountStudy({ persist });
    const { ticket: _, ...report } = REPORT;
    await waitFor(() => expect(proxy.sent('complete')).toEqual([report]));
    await waitFor(() => expect(getStoredKeys()).toEqual([]));
  });

  it.each([
    ['has expired', [{ ...REPORT, expiresAt: 1 }]],
    ['is of an earlier version', [REPORT]],
    ['has another shape', { ticket: TICKET }],
    ['has a wrong entry', [null]],
  ])('is forgotten unsent where it %s', async (_, stored) => {
    localStorage.setItem(`${KEY}:reports`, JSON.stringify(stored));
    const { proxy } = mountStudy();
    await waitFor(() => expect(getStoredKeys()).toEqual([]));
    expect(proxy.calls).toEqual([]);
  });

  it('leaves the next interview alone, however it is stored', async () => {
    localStorage.setItem(`${KEY}:reports`, JSON.stringify([{ ...REPORT, expiresAt: Date.now() + 60_000 }]));
    const { handle, ui, proxy } = mountStudy(
      { persist: 'visitor' },
      createScriptedProxy(SCRIPT, null, undefined, 'new'),
    );
    handle.open();
    await ui.findByText('Hello! Why did you leave?');
    await waitFor(() => expect(proxy.sent('complete')).toHaveLength(1));
    expect(handle.status).toBe('active');
  });

  it('is kept for thirty minutes at most, and no longer than the interview can run', async () => {
    const leave = async (maxDuration?: string) => {
      const { handle, ui } = mountStudy(maxDuration ? { maxDuration } : {});
      Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: () => false });
      handle.open();
      await ui.findByText('Hello! Why did you leave?');
      await waitFor(() => {
        window.dispatchEvent(new Event('pagehide'));
        expect(localStorage.getItem(`${KEY}:reports`)).not.toBeNull();
      });
      const [{ expiresAt }] = JSON.parse(localStorage.getItem(`${KEY}:reports`)!);
      handle.destroy();
      sessionStorage.clear();
      localStorage.clear();
      return (expiresAt - Date.now()) / 60_000;
    };
    expect(Math.round(await leave())).toBe(30);
    expect(Math.round(await leave('2h'))).toBe(30);
    expect(Math.round(await leave('10m'))).toBe(10);
  });
});
