import { onTestFinished } from 'vitest';

/** Elements that are being waited for, and what tells their observer that they can be seen. */
const waiting = new Map<Element, () => void>();
let isEverythingVisible = true;

/** happy-dom lays nothing out, and its own observer never reports anything. */
globalThis.IntersectionObserver = class {
  readonly #callback: IntersectionObserverCallback;
  constructor(callback: IntersectionObserverCallback) {
    this.#callback = callback;
  }
  observe(target: Element): void {
    const report = (isIntersecting: boolean) =>
      this.#callback([{ target, isIntersecting } as IntersectionObserverEntry], this as never);
    waiting.set(target, () => report(true));
    // As a browser does, it reports what is the case at first.
    queueMicrotask(() => waiting.has(target) && report(isEverythingVisible));
  }
  disconnect(): void {
    waiting.clear();
  }
} as never;

/**
 * Elements that are observed from now on cannot be seen, until the returned function is called or
 * the test ends.
 */
export function hideElements(): () => void {
  isEverythingVisible = false;
  const show = () => {
    isEverythingVisible = true;
    for (const report of [...waiting.values()]) report();
  };
  onTestFinished(() => {
    isEverythingVisible = true;
    waiting.clear();
  });
  return show;
}
