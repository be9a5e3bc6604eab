// @vitest-environment happy-dom
import { waitFor } from '@testing-library/preact';
import { options, type VNode } from 'preact';
import { expect, it, onTestFinished } from 'vitest';
import { mountOnPage } from './testing/host-page.ts';

/** Counts the nodes that are drawn from now on, by element name or component. */
function countDrawnNodes(): Map<unknown, number> {
  const drawn = new Map<unknown, number>();
  const { vnode } = options;
  options.vnode = (node: VNode) => {
    drawn.set(node.type, (drawn.get(node.type) ?? 0) + 1);
    vnode?.(node);
  };
  onTestFinished(() => {
    options.vnode = vnode;
  });
  return drawn;
}

it('each second of a time limit draws the time left, and neither the message box nor a turn', async () => {
  // In its last minute, when the line under the message box reads the clock too.
  const { ui } = mountOnPage({ mode: 'inline', maxDuration: '50s' });
  const box = await ui.findByRole('textbox');
  await waitFor(() => expect(box.closest('form')!.textContent).toContain('Less than a minute left.'));
  const timer = ui.getByRole('timer');
  const before = timer.textContent;
  const drawn = countDrawnNodes();
  await waitFor(() => expect(timer.textContent).not.toBe(before));
  const elements = [...drawn].filter(([type]) => typeof type === 'string');
  // The time left is two elements, the line under the message box one.
  expect(elements).toEqual([['span', 3]]);
});
