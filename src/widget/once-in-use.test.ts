import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import { IDLE_STATE, type LifecycleState } from '../interview/lifecycle.ts';
import { onceInUse } from './once-in-use.ts';

function createUse() {
  const unwatched = vi.fn();
  const isOpen = signal(false, { unwatched });
  const state = signal<LifecycleState>(IDLE_STATE, { unwatched });
  const callback = vi.fn();
  const destroyed = new AbortController();
  onceInUse({ isOpen, interview: { state } }, callback, destroyed.signal);
  return { isOpen, state, callback, destroyed, unwatched };
}

const nextTask = () => new Promise(resolve => setTimeout(resolve, 5));

it.each<[string, (use: ReturnType<typeof createUse>) => void]>([
  [
    'it is opened',
    ({ isOpen }) => {
      isOpen.value = true;
    },
  ],
  [
    'its interview begins',
    ({ state }) => {
      state.value = { phase: 'starting' };
    },
  ],
])('calls back once, in a later task, when %s, and then watches nothing', async (_, begin) => {
  const use = createUse();
  begin(use);
  await Promise.resolve();
  expect(use.callback).not.toHaveBeenCalled();
  await nextTask();
  use.isOpen.value = false;
  use.isOpen.value = true;
  await nextTask();
  expect(use.callback).toHaveBeenCalledTimes(1);
  expect(use.unwatched).toHaveBeenCalled();
});

it('watches nothing once the widget is destroyed', async () => {
  const { isOpen, destroyed, unwatched, callback } = createUse();
  destroyed.abort();
  expect(unwatched).toHaveBeenCalledTimes(2);
  isOpen.value = true;
  await nextTask();
  expect(callback).not.toHaveBeenCalled();
});
