import { batch, signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IDLE_STATE, type LifecycleState } from '../interview/lifecycle.ts';
import { onceInUse } from './once-in-use.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createUse() {
  const unwatched = vi.fn();
  const isOpen = signal(false, { unwatched });
  const state = signal<LifecycleState>(IDLE_STATE, { unwatched });
  const callback = vi.fn();
  const destroyed = new AbortController();
  onceInUse({ isOpen, interview: { state } }, callback, destroyed.signal);
  return { isOpen, state, callback, destroyed, unwatched };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** Opens the widget, which starts the interview. */
const press = ({ isOpen, state }: ReturnType<typeof createUse>) =>
  batch(() => {
    isOpen.value = true;
    state.value = { phase: 'starting' };
  });

it.each<[string, (use: ReturnType<typeof createUse>) => void]>([
  [
    'it is opened',
    ({ isOpen }) => {
      isOpen.value = true;
    },
  ],
  [
    'its interview is resumed',
    ({ state }) => {
      state.value = { phase: 'active', question: null };
    },
  ],
])('calls back once when %s, and then watches nothing', async (_, begin) => {
  const use = createUse();
  begin(use);
  await pass(0);
  expect(use.callback).toHaveBeenCalledTimes(1);
  use.isOpen.value = false;
  use.isOpen.value = true;
  await pass(1000);
  expect(use.callback).toHaveBeenCalledTimes(1);
  expect(use.unwatched).toHaveBeenCalled();
});

it('an unused widget is not drawn: its launcher is painted already', async () => {
  const { callback } = createUse();
  await pass(10_000);
  expect(callback).not.toHaveBeenCalled();
});

it('a quick start is drawn once it is there, and once', async () => {
  const use = createUse();
  press(use);
  await pass(40);
  expect(use.callback).not.toHaveBeenCalled();
  use.state.value = { phase: 'active', question: null };
  await pass(0);
  expect(use.callback).toHaveBeenCalledTimes(1);
  await pass(1000);
  expect(use.callback).toHaveBeenCalledTimes(1);
});

it('a start that takes longer than a tenth of a second is drawn while it lasts', async () => {
  const use = createUse();
  press(use);
  await pass(99);
  expect(use.callback).not.toHaveBeenCalled();
  await pass(1);
  expect(use.callback).toHaveBeenCalledTimes(1);
});

it('watches nothing once the widget is destroyed', async () => {
  const { isOpen, destroyed, unwatched, callback } = createUse();
  destroyed.abort();
  expect(unwatched).toHaveBeenCalledTimes(2);
  isOpen.value = true;
  await pass(1000);
  expect(callback).not.toHaveBeenCalled();
});
