// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Respondent } from '../interview/respondent.ts';
import { createScriptedProxy, SCRIPT } from '../model/testing/scripted-proxy.ts';
import type { MountOptions } from './mount.ts';
import { mountOnPage, sendAnswer } from './testing/host-page.ts';

const ADA: Respondent = { external_id: 'ada' };
const GRACE: Respondent = { external_id: 'grace' };
const SECRET = 'A secret of Ada’s';

const createProxy = (ticket: string) => createScriptedProxy(SCRIPT, null, undefined, ticket);

/** Everything that the browser has stored. */
const readStorage = () => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

/** Somebody answers a question on a first page, types a draft, and leaves it with the widget open. */
async function leaveInterview(respondent: Respondent | undefined, options: MountOptions = {}) {
  const proxy = createProxy('ticket-of-ada');
  const page = mountOnPage({ ...options, ...(respondent && { respondent }) }, proxy);
  page.handle.open();
  await sendAnswer(page.ui, SECRET);
  await page.ui.findByText('I see. How satisfied?');
  fireEvent.input(page.ui.getByRole('textbox'), { target: { value: `${SECRET}, a draft` } });
  await waitFor(() => expect(readStorage()).toContain('a draft'));
  page.handle.destroy();
  return { proxy, study: page.study };
}

describe.each(['tab', 'visitor'] as const)('the next page of the site (persist %s)', persist => {
  it.each([
    ['somebody else', GRACE],
    ['nobody, after signing out', undefined],
  ])('shows nothing of the interview to %s, and ends it as respondent_left', async (_, respondent) => {
    const { study } = await leaveInterview(ADA, { persist });
    const proxy = createProxy('ticket-of-grace');
    const page = mountOnPage({ study, persist, ...(respondent && { respondent }) }, proxy);
    await waitFor(() =>
      expect(proxy.calls).toMatchObject([
        { route: 'complete', ticket: 'ticket-of-ada', body: { reason: 'respondent_left', final: true } },
      ]),
    );
    expect(page.handle.status).toBe('idle');
    expect(page.ui.queryByRole('dialog')).toBeNull();
    expect(readStorage()).not.toMatch(/secret|ticket/);
    page.handle.open();
    await page.ui.findByText('Hello! Why did you leave?');
    expect(page.host.shadowRoot!.textContent).not.toContain('secret');
    expect(page.ui.getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
    expect(proxy.sent('resume')).toEqual([]);
  });

  it.each([
    ['the same respondent', ADA, ADA],
    ['somebody who has signed in', undefined, ADA],
    ['nobody, as before', undefined, undefined],
  ])('goes on with the interview for %s', async (_, before, now) => {
    const { proxy, study } = await leaveInterview(before, { persist });
    const page = mountOnPage({ study, persist, ...(now && { respondent: now }) }, proxy);
    await page.ui.findByText(SECRET);
    expect(page.ui.getByRole<HTMLTextAreaElement>('textbox').value).toBe(`${SECRET}, a draft`);
    expect(proxy.sent('resume')).toEqual([
      { page: expect.any(String), seq: expect.any(Number), ...(now && { respondent: now }) },
    ]);
    expect(proxy.sent('complete')).toEqual([]);
  });

  it('belongs to whoever has signed in, from then on', async () => {
    const { proxy, study } = await leaveInterview(undefined, { persist });
    const signedIn = mountOnPage({ study, persist, respondent: ADA }, proxy);
    await signedIn.ui.findByText(SECRET);
    signedIn.handle.destroy();
    const next = mountOnPage({ study, persist, respondent: GRACE }, createProxy('ticket-of-grace'));
    await waitFor(() => expect(next.proxy.sent('complete')).toHaveLength(1));
    expect([next.handle.status, next.proxy.sent('resume')]).toEqual(['idle', []]);
  });

  it('stores no id in plain words', async () => {
    const { proxy } = await leaveInterview(ADA, { persist });
    expect(proxy.sent('start')).toMatchObject([{ respondent: ADA }]);
    expect(readStorage()).not.toContain('"ada"');
  });
});

describe('where only the proxy knows that somebody else is signed in', () => {
  /** A page whose proxy refuses to resume the stored interview. */
  function loadRefusedPage(study: string, options: MountOptions = {}) {
    const proxy = createProxy('ticket-of-grace');
    proxy.fail('resume', 'other_respondent');
    return { ...mountOnPage({ study, ...options }, proxy), proxy };
  }

  it('nothing is shown, stored or started unasked; a press starts a new interview', async () => {
    const { study } = await leaveInterview(undefined);
    const { proxy, handle, ui, host } = loadRefusedPage(study);
    await waitFor(() => expect(proxy.sent('resume')).toHaveLength(1));
    await waitFor(() => expect(handle.status).toBe('idle'));
    await ui.findByRole('button', { name: 'Share your thoughts' });
    expect(ui.queryByRole('dialog')).toBeNull();
    expect(readStorage()).not.toMatch(/secret|ticket/);
    expect(proxy.sent('start')).toEqual([]);
    fireEvent.click(ui.getByRole('button', { name: 'Share your thoughts' }));
    await ui.findByText('Hello! Why did you leave?');
    expect(host.shadowRoot!.textContent).not.toContain('secret');
    expect(ui.getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
  });

  it('a press that comes before the refusal starts a new interview', async () => {
    const { study } = await leaveInterview(undefined);
    // The widget was closed when the page was left.
    sessionStorage.setItem(`koji:/koji:${study}:widget`, JSON.stringify({ open: false, draft: 'secret' }));
    const { proxy, handle, ui } = loadRefusedPage(study);
    const release = proxy.holdResponses('resume');
    handle.open();
    await Promise.resolve();
    release();
    await ui.findByText('Hello! Why did you leave?');
    expect(proxy.sent('start')).toHaveLength(1);
    expect(ui.getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
  });

  it('consent is asked for again', async () => {
    const { study } = await leaveInterview(undefined);
    const { proxy, ui } = loadRefusedPage(study, { consent: true, mode: 'inline' });
    await ui.findByRole('button', { name: 'Agree and start' });
    expect(proxy.sent('start')).toEqual([]);
  });

  it('while the page is open, the interview disappears, and nothing opens by itself', async () => {
    const proxy = createProxy('ticket-of-ada');
    const page = mountOnPage({}, proxy);
    page.handle.open();
    await sendAnswer(page.ui, SECRET);
    await page.ui.findByText('I see. How satisfied?');
    proxy.fail('resume', 'other_respondent');
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pageshow'));
    await waitFor(() => expect(page.handle.status).toBe('idle'));
    await waitFor(() => expect(page.ui.queryByRole('dialog')).toBeNull());
    expect(readStorage()).not.toContain('secret');
    expect(proxy.sent('start')).toHaveLength(1);
  });
});

it('two widgets of one page that start at the same time for different people get their own interviews', async () => {
  const first = mountOnPage({ study: 'shared', respondent: ADA }, createProxy('t'));
  const release = first.proxy.holdResponses('start');
  first.handle.open();
  await vi.waitUntil(() => first.proxy.sent('start').length > 0);
  first.handle.destroy();
  const second = mountOnPage({ study: 'shared', respondent: GRACE }, createProxy('ticket-of-grace'));
  second.handle.open();
  await second.ui.findByText('Hello! Why did you leave?');
  release();
  await new Promise(resolve => setTimeout(resolve, 20));
  // The late response of the first does not replace what is stored of the second.
  expect(readStorage()).toContain('ticket-of-grace');
});
