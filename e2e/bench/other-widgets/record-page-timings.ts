import type { MeasuredWidget, SelectorPath } from './widgets.ts';

/** Recorded by the page itself, in milliseconds since navigation. */
export interface PageTimings {
  launcherReady: number | null;
  launcherPressed: number | null;
  readyToType: number | null;
  /** When the open elements were painted without a press, as on the next page of an interview. */
  openPainted: number | null;
  /** 0 if no task took 50 ms. */
  longestTask: number;
  layoutShift: number;
}

declare global {
  interface Window {
    pageTimings: PageTimings;
  }
}

export interface ElementsToWatch extends Pick<MeasuredWidget, 'launcher' | 'openElements'> {
  /** `undefined` would not survive the way into the page. */
  isReadyExpression: string | null;
}

/** Runs in the page before its own scripts, and checks the elements in every frame. */
export function recordPageTimings({ launcher, isReadyExpression, openElements }: ElementsToWatch): void {
  const timings: PageTimings = {
    launcherReady: null,
    launcherPressed: null,
    readyToType: null,
    openPainted: null,
    longestTask: 0,
    layoutShift: 0,
  };
  window.pageTimings = timings;

  const findElement = ([first, ...rest]: SelectorPath): Element | null => {
    let element = document.querySelector(first!);
    for (const selector of rest) element = (element?.shadowRoot ?? element)?.querySelector(selector) ?? null;
    return element;
  };
  const isUsable = (path: SelectorPath) => {
    const element = findElement(path) as HTMLTextAreaElement | null;
    if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && !element.disabled && !element.readOnly;
  };
  const isLauncherReady = () =>
    // biome-ignore lint/security/noGlobalEval: the expression comes from widgets.ts and uses the page's globals
    isUsable(launcher) && (isReadyExpression === null || Boolean(globalThis.eval(isReadyExpression)));

  /** Calls back after the current frame is painted: a task that is queued in a frame runs then. */
  const afterPaint = (callback: (now: number) => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => callback(performance.now());
    port2.postMessage(null);
  };
  const checkFrame = () => {
    if (timings.launcherPressed === null && openElements.length > 0 && openElements.every(isUsable)) {
      afterPaint(now => {
        timings.openPainted ??= now;
      });
    }
    if (timings.launcherReady === null) {
      if (isLauncherReady())
        afterPaint(now => {
          timings.launcherReady ??= now;
        });
    } else if (timings.launcherPressed !== null && openElements.every(isUsable)) {
      afterPaint(now => {
        timings.readyToType ??= now;
      });
      return;
    }
    requestAnimationFrame(checkFrame);
  };
  requestAnimationFrame(checkFrame);
  addEventListener(
    'click',
    ({ timeStamp }) => {
      timings.launcherPressed ??= timeStamp;
    },
    true,
  );

  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) timings.longestTask = Math.max(timings.longestTask, duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) timings.layoutShift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}
