// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { options, type VNode } from 'preact';
import { expect, it, onTestFinished } from 'vitest';
import type { Message } from '../interview/transcript.ts';
import { createScriptedProxy } from '../model/testing/scripted-proxy.ts';
import { mountOnPage, sendAnswer } from './testing/host-page.ts';

const MESSAGES = 90;

/** Opens an interview that has `MESSAGES` messages already. */
async function openLongInterview() {
  const proxy = createScriptedProxy();
  const { start } = proxy;
  const before = Array.from(
    { length: MESSAGES },
    (_, at): Message => ({ message_id: `m${at}`, role: at % 2 ? 'respondent' : 'interviewer', content: `Turn ${at}` }),
  );
  proxy.start = async body => {
    const started = await start(body);
    return { ...started, interview: { ...started.interview, messages: [...before, ...started.interview.messages] } };
  };
  const page = mountOnPage({ mode: 'inline' }, proxy);
  const box = await page.ui.findByRole('textbox', { name: 'Your answer' });
  const log = page.ui.getByRole('log', { name: 'Interview' });
  // The deferred chunk draws some parts again once it is loaded.
  await page.ui.findAllByRole('status');
  return { ...page, box, log };
}

/** Counts the turns that are drawn from now on, and records the changes of the log. */
function watchDrawing(log: Element) {
  const { vnode } = options;
  const seen = { turns: 0, changes: [] as MutationRecord[] };
  options.vnode = (node: VNode<{ part?: string }>) => {
    if (['interviewer', 'respondent'].includes(node.props.part ?? '')) seen.turns++;
    vnode?.(node);
  };
  const observer = new MutationObserver(changes => seen.changes.push(...changes));
  observer.observe(log, { subtree: true, childList: true, characterData: true, attributes: true });
  onTestFinished(() => {
    options.vnode = vnode;
    observer.disconnect();
  });
  return seen;
}

it('typing draws no turn again and changes nothing in the log', async () => {
  const { box, log, ui } = await openLongInterview();
  const seen = watchDrawing(log);
  for (const value of ['I', 'It', 'It lost two bookings']) fireEvent.input(box, { target: { value } });
  await waitFor(() => expect(ui.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('false'));
  expect(seen).toEqual({ turns: 0, changes: [] });
});

it('a message and its reply draw two new turns and no others', async () => {
  const { log, ui } = await openLongInterview();
  const turns = [...log.querySelectorAll('.turn')];
  const seen = watchDrawing(log);
  await sendAnswer(ui, 'It became too expensive.');
  await waitFor(() => expect(log.querySelectorAll('.turn')).toHaveLength(turns.length + 2), {
    timeout: 10_000,
  });
  const after = [...log.querySelectorAll('.turn')];
  expect(after.findIndex((turn, at) => turn !== turns[at])).toBe(turns.length);
  expect(seen.turns).toBe(2);
  expect(seen.changes.flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes])).toHaveLength(2);
});

it('each message takes three elements', async () => {
  const { log } = await openLongInterview();
  const turns = log.querySelectorAll('.turn').length;
  expect(turns).toBe(MESSAGES + 1);
  expect(log.querySelectorAll('.turn, .turn *')).toHaveLength(3 * turns);
  // And one element around every forty messages.
  expect(log.querySelectorAll('*')).toHaveLength(3 * turns + Math.ceil(turns / 40));
});
