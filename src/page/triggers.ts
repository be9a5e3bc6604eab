/**
 * What loads or opens the interview besides its launcher: the host's own button, a delay, scrolling,
 * the pointer that leaves the page, an inline interview that comes into sight, and an idle browser
 * (option `preload`). Also stores that the visitor has closed or completed the interview (option
 * `once`).
 *
 * The script tag's loader can load this module without the widget, so it must not import code that
 * the widget uses too: the bundler would put that into the widget's chunk.
 */
import { getConnection } from './connection.ts';
import { type Openable, watchButton } from './own-button.ts';
import { preloadWhenIdle } from './preload.ts';
import { whenVisible } from './visibility.ts';

export interface TriggerOptions {
  mode?: string;
  /**
   * "delay", "delay:45s", "scroll", "scroll:80%", "exit", or the selector of the host's own button.
   * Ignored with mode "inline".
   */
  trigger?: string;
  /** Default: "tab". */
  persist?: string;
  /** Default: the value of `persist`, followed by ":closed". */
  once?: string | undefined;
  /** Default: "pointer". */
  preload?: string;
}

/** How often the delay looks whether the page is visible, in milliseconds. */
const TICK = 250;

/** Milliseconds for each unit of a delay. */
const UNITS = { ms: 1, s: 1000, m: 60_000 };

type TriggerType = 'delay' | 'scroll' | 'exit';

/** The argument of each trigger: its syntax, and its default. */
const ARGUMENTS: Record<TriggerType, readonly [syntax: RegExp, defaultValue: string]> = {
  /** How long the page must be visible. */
  delay: [/^(\d+)(ms|s|m)$/, '30s'],
  /** How much of the scrollable height must be scrolled. */
  scroll: [/^(\d+)%$/, '50%'],
  exit: [/^$/, ''],
};

interface Trigger {
  type: TriggerType;
  amount: number;
  unit: string;
}

/** Watches for a trigger. Returns a function that stops watching. */
type Watch = (open: () => void, amount: number, unit: string) => () => void;

const WATCHES: Record<TriggerType, Watch> = {
  /** Counts only the time in which the page is visible. */
  delay(open, amount, unit) {
    let millisecondsLeft = amount * UNITS[unit as keyof typeof UNITS];
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') millisecondsLeft -= TICK;
      if (millisecondsLeft <= 0) open();
    }, TICK);
    return () => clearInterval(timer);
  },

  /**
   * Never opens on a page that cannot be scrolled. Many applications scroll an element instead of
   * the page: one that covers at least half of the window counts.
   */
  scroll(open, percentage) {
    const onScroll = ({ target }: Event) => {
      const page = document.scrollingElement ?? document.documentElement;
      const box = target instanceof Element ? target : page;
      const { scrollTop, scrollHeight, clientHeight, clientWidth } = box;
      if (box !== page && clientHeight * clientWidth < (innerHeight * innerWidth) / 2) return;
      const maxScrollTop = scrollHeight - clientHeight;
      // On a zoomed page, the largest scrollTop is a fraction of a pixel below the maximum.
      if (maxScrollTop > 0 && scrollTop + 1 >= (percentage / 100) * maxScrollTop) open();
    };
    // The scroll event of an element does not bubble.
    addEventListener('scroll', onScroll, { passive: true, capture: true });
    return () => removeEventListener('scroll', onScroll, { capture: true });
  },

  /**
   * The pointer leaves at the top, towards the tabs and the address bar. Never fires on devices
   * without a pointer.
   */
  exit(open) {
    const onMouseOut = (event: MouseEvent) => {
      if (!event.relatedTarget && event.clientY <= 0) open();
    };
    document.addEventListener('mouseout', onMouseOut);
    return () => document.removeEventListener('mouseout', onMouseOut);
  },
};

/**
 * Parses a value such as "delay:45s". Logs an error to the console and returns `null` when it is
 * not valid.
 */
function parseTrigger(text: string): Trigger | null {
  const [type, argument] = text.split(/:(.*)/) as [TriggerType, string?];
  const [syntax, defaultValue] = ARGUMENTS[type];
  const match = syntax.exec(argument ?? defaultValue);
  if (match) return { type, amount: Number(match[1]), unit: match[2] ?? '' };
  console.error(
    new TypeError(
      `koji-embed: option "trigger" is "${text}", expected "delay", "delay:45s", "scroll", "scroll:80%" or "exit".`,
    ),
  );
  return null;
}

/** What the script tag's loader offers; missing where the widget's code is there already. */
interface Loader {
  widgetAddress: string;
  /** Resolves with undefined if the widget cannot be loaded. */
  loadWidget(): Promise<Openable | undefined>;
}

/**
 * Elements with a trigger: the script tag and the widget may both start one, and only the first
 * counts.
 */
const watchedElements = new WeakSet<EventTarget>();

const isAutoTrigger = (trigger: string): boolean => /^(scroll|delay|exit)(:|$)/.test(trigger);

/**
 * Loads or opens the interview as its options say, and stores that the visitor has closed or
 * completed it. The parameters are those that the script tag's loader passes to every module.
 *
 * @param name identifies the interview in the browser's storage
 * @returns stops all of it
 */
export function start(
  host: Element,
  options: TriggerOptions,
  name: string,
  koji: Openable,
  loader?: Loader,
): () => void {
  if (watchedElements.has(host)) return () => {};
  watchedElements.add(host);
  const { mode, trigger = 'launcher', preload, persist = 'tab' } = options;
  const { once = `${persist}:closed` } = options;
  const isInline = mode === 'inline';
  const [scope, closed] = once.split(':');
  const doneFlag = createStoredFlag(`${name}:${once}`, scope!);
  const stops = [recordDone(host, doneFlag, !!closed)];
  if (!isInline && isAutoTrigger(trigger)) stops.push(openOnTrigger(host, trigger, doneFlag, koji));
  if (isInline && !(options.once && doneFlag.isSet())) {
    // Nobody is asked in a place that they may never see.
    const open = async () => (loader ? await loader.loadWidget() : koji)?.open(true);
    stops.push(whenVisible(host, open));
  }
  if (loader && preload === 'idle') preloadWhenIdle(loader);
  if (!isInline && !isAutoTrigger(trigger)) {
    stops.push(watchButton(host, trigger, koji, { ...loader, isPreloaded: preload !== 'none' }));
  }
  return () => {
    watchedElements.delete(host);
    for (const stop of stops) stop();
  };
}

/** Stores that the visitor has completed the interview or, if that counts, closed it. */
function recordDone(host: Element, doneFlag: StoredFlag, countsClosing: boolean): () => void {
  host.addEventListener('koji-complete', doneFlag.set);
  if (countsClosing) host.addEventListener('koji-close', doneFlag.set);
  return () => {
    host.removeEventListener('koji-complete', doneFlag.set);
    host.removeEventListener('koji-close', doneFlag.set);
  };
}

/**
 * Opens the interview when its trigger fires, unless it is open by then. Never opens for a visitor
 * who has had the interview, or who saves data.
 */
function openOnTrigger(host: Element, trigger: string, doneFlag: StoredFlag, koji: Openable): () => void {
  const parsed = getConnection().saveData || doneFlag.isSet() ? null : parseTrigger(trigger);
  if (!parsed) return () => {};
  const stopWatching = WATCHES[parsed.type](openOnce, parsed.amount, parsed.unit);
  function openOnce() {
    stopWatching();
    koji.open(true);
  }
  host.addEventListener('koji-open', stopWatching);
  return () => {
    stopWatching();
    host.removeEventListener('koji-open', stopWatching);
  };
}

interface StoredFlag {
  isSet(): boolean;
  set(): void;
}

/** A flag in the browser's storage. `scope`: "tab", "visitor" or "none". Never throws. */
function createStoredFlag(name: string, scope: string): StoredFlag {
  const withStorage = (use: (storage: Storage) => unknown): unknown => {
    try {
      // Even reading the property throws in a sandboxed frame and when the visitor blocks site
      // data.
      return scope === 'none' ? null : use(scope === 'tab' ? sessionStorage : localStorage);
    } catch {
      return null;
    }
  };
  return {
    isSet: () => withStorage(storage => storage.getItem(name)) !== null,
    set: () => void withStorage(storage => storage.setItem(name, 'true')),
  };
}
