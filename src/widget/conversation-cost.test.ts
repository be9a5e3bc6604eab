// @vitest-environment happy-dom
import { waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { createOpenQuestion, createScriptedProxy } from '../model/testing/scripted-proxy.ts';
import { mountOnPage, sendAnswer } from './testing/host-page.ts';

/** What a conversation costs the page, counted in DOM nodes instead of time. */

/** The code that sends a message is loaded meanwhile. */
const WAIT_FOR_CODE = { timeout: 20_000 };

const nodesIn = (root: Node): number => [...root.childNodes].reduce((sum, child) => sum + 1 + nodesIn(child), 0);

/** An interview with one reply of that many words. */
function withReply(words: number) {
  const reply = Array.from({ length: words }, (_, n) => `word${n}`).join(' ');
  const script = [
    { content: 'Why did you leave?', question: createOpenQuestion('q1', 'Why did you leave?') },
    { content: reply, question: createOpenQuestion('q2', 'What else?') },
    { content: 'I see. Anything else?', question: createOpenQuestion('q3', 'Anything else?') },
    { content: 'Thank you.' },
  ];
  return { reply, ...mountOnPage({ mode: 'inline' }, createScriptedProxy(script)) };
}

it('each message adds six nodes to the log, and none outside it', async () => {
  const { host, ui, reply } = withReply(3);
  await ui.findByText('Why did you leave?');
  const root = host.shadowRoot!;
  const log = ui.getByRole('log');
  const outside = () => nodesIn(root) - nodesIn(log);
  await sendAnswer(ui, 'It became too expensive.');
  await waitFor(() => expect(log.textContent).toContain(reply), WAIT_FOR_CODE);
  const turns = () => [...log.querySelectorAll('.turn')];
  expect(turns().map(turn => 1 + nodesIn(turn))).toEqual([6, 6, 6]);
  const after = outside();
  await sendAnswer(ui, 'Nothing.');
  await waitFor(() => expect(log.textContent).toContain('I see.'), WAIT_FOR_CODE);
  expect(turns()).toHaveLength(5);
  expect(outside()).toBeLessThanOrEqual(after);
});

/** Counts the nodes that are added while a reply is written, and the changes of each text node. */
async function countChangesDuringReply(words: number) {
  const { host, ui, reply } = withReply(words);
  await ui.findByText('Why did you leave?');
  const changed = new Map<Node, number>();
  let added = 0;
  const read = (records: MutationRecord[]) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') changed.set(target, (changed.get(target) ?? 0) + 1);
      else added += [...addedNodes].reduce((sum, node) => sum + 1 + nodesIn(node), 0);
    }
  };
  const observer = new MutationObserver(read);
  observer.observe(host.shadowRoot!, { characterData: true, childList: true, subtree: true });
  await sendAnswer(ui, 'It became too expensive.');
  await waitFor(() => expect(ui.getByRole('log').textContent).toContain(reply), WAIT_FOR_CODE);
  read(observer.takeRecords());
  observer.disconnect();
  return { added, changed };
}

it('a reply grows in one text node: more words add no nodes', async () => {
  const [short, long] = [await countChangesDuringReply(4), await countChangesDuringReply(200)];
  expect(long.added).toBe(short.added);
  const [grown] = [...long.changed.values()].sort((one, other) => other - one);
  expect(grown).toBeGreaterThan(20);
  expect([...long.changed.values()].filter(times => times > 2)).toHaveLength(1);
});
