// @vitest-environment happy-dom
import { waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { createOpenQuestion, createScriptedProxy } from '../model/testing/scripted-proxy.ts';
import { say, visit } from './testing/host-page.ts';

/** What a conversation costs the page, where that is a number and no time. */

/** The code that sends a message is fetched meanwhile. */
const PATIENT = { timeout: 20_000 };

const nodesIn = (root: Node): number => [...root.childNodes].reduce((sum, child) => sum + 1 + nodesIn(child), 0);

/** An interview of one reply with so many words. */
function withReply(words: number) {
  const reply = Array.from({ length: words }, (_, n) => `word${n}`).join(' ');
  const script = [
    { content: 'Why did you leave?', question: createOpenQuestion('q1', 'Why did you leave?') },
    { content: reply, question: createOpenQuestion('q2', 'What else?') },
    { content: 'I see. Anything else?', question: createOpenQuestion('q3', 'Anything else?') },
    { content: 'Thank you.' },
  ];
  return { reply, ...visit({ mode: 'inline' }, createScriptedProxy(script)) };
}

it('a message is six nodes, whoever says it, and leaves nothing else behind', async () => {
  const { host, ui, reply } = withReply(3);
  await ui.findByText('Why did you leave?');
  const root = host.shadowRoot!;
  const log = ui.getByRole('log');
  const outside = () => nodesIn(root) - nodesIn(log);
  await say(ui, 'It became too expensive.');
  await waitFor(() => expect(log.textContent).toContain(reply), PATIENT);
  const turns = () => [...log.querySelectorAll('.turn')];
  expect(turns().map(turn => 1 + nodesIn(turn))).toEqual([6, 6, 6]);
  const after = outside();
  await say(ui, 'Nothing.');
  await waitFor(() => expect(log.textContent).toContain('I see.'), PATIENT);
  expect(turns()).toHaveLength(5);
  expect(outside()).toBeLessThanOrEqual(after);
});

/** Nodes that were put into the page while a reply came, and the text nodes that were changed. */
async function whileReplied(words: number) {
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
  await say(ui, 'It became too expensive.');
  await waitFor(() => expect(ui.getByRole('log').textContent).toContain(reply), PATIENT);
  read(observer.takeRecords());
  observer.disconnect();
  return { added, changed };
}

it('a reply grows in one text node: a word more makes no node more', async () => {
  const [short, long] = [await whileReplied(4), await whileReplied(200)];
  expect(long.added).toBe(short.added);
  const [grown] = [...long.changed.values()].sort((one, other) => other - one);
  expect(grown).toBeGreaterThan(20);
  expect([...long.changed.values()].filter(times => times > 2)).toHaveLength(1);
});
