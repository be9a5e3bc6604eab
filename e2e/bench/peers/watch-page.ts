/** What the page itself notes, in its own time, in milliseconds from navigation. */
export interface Watched {
  launcher: number | null;
  pressed: number | null;
  ready: number | null;
  longestTask: number;
  shift: number;
}

declare global {
  interface Window {
    watched: Watched;
  }
}

export interface Wanted {
  launcher: string[];
  /** An expression that is truthy once the launcher does something. */
  works: string | null;
  /** Steps from the document into shadow roots. The last of them takes what is typed. */
  shown: string[][];
}

/** Runs in the page, before anything else does: looks at every frame that is painted. */
export function watchPage({ launcher, works, shown }: Wanted): void {
  const watched: Watched = { launcher: null, pressed: null, ready: null, longestTask: 0, shift: 0 };
  window.watched = watched;

  const find = ([first, ...rest]: string[]): Element | null => {
    let found = document.querySelector(first!);
    for (const step of rest) found = (found?.shadowRoot ?? found)?.querySelector(step) ?? null;
    return found;
  };
  const isSeen = (steps: string[]) => {
    const element = find(steps) as HTMLTextAreaElement | null;
    if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && !element.disabled && !element.readOnly;
  };
  // biome-ignore lint/security/noGlobalEval: the expression is our own, and names globals of the page
  const doesWork = () => works === null || Boolean(globalThis.eval(works));

  /** After this frame has been painted, which a task queued within it is. */
  const painted = (note: (at: number) => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => note(performance.now());
    port2.postMessage(null);
  };
  const look = () => {
    if (watched.launcher === null) {
      if (isSeen(launcher) && doesWork())
        painted(at => {
          watched.launcher ??= at;
        });
    } else if (watched.pressed !== null && shown.every(isSeen)) {
      painted(at => {
        watched.ready ??= at;
      });
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  addEventListener(
    'click',
    ({ timeStamp }) => {
      watched.pressed ??= timeStamp;
    },
    true,
  );

  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) watched.longestTask = Math.max(watched.longestTask, duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) watched.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}
