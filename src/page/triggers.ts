/**
 * Openings that nobody asked for: after a while, on the way down the page, on the way out. Fetched only by pages that use
 * them. At most once a page load, and not again for whoever is done with the interview (option `once`).
 */
export interface AutoTriggerOptions {
  /** No meaning with "inline". */
  mode?: string;
  /** "delay", "delay:45s"; "scroll", "scroll:80%"; "exit". Others are none of ours. */
  trigger?: string;
  /** Default: "tab". */
  persist?: string;
  /** Default: whoever has closed or completed it, for as long as `persist` says. */
  once?: string | undefined;
}

const TICK = 250;

const UNITS = { ms: 1, s: 1000, m: 60_000 };

/** What follows the word, or what is meant without. */
const FORMS = {
  /** How long the page has to be in sight. */
  delay: [/^(\d+)(ms|s|m)$/, '30s'],
  /** How much of what can be scrolled has to be behind. */
  scroll: [/^(\d+)%$/, '50%'],
  exit: [/^$/, ''],
} as const;

type Kind = keyof typeof FORMS;

/** What is watched: the first part of the form, and its unit. */
type Watching = (open: () => void, amount: number, unit: string) => () => void;

const WATCHES: Record<Kind, Watching> = {
  /** Only time in which the page is in sight counts. */
  delay(open, amount, unit) {
    let left = amount * UNITS[unit as keyof typeof UNITS];
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') left -= TICK;
      if (left <= 0) open();
    }, TICK);
    return () => clearInterval(timer);
  },

  /** A page that doesn't scroll is never scrolled. */
  scroll(open, share) {
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = document.scrollingElement ?? document.documentElement;
      const most = scrollHeight - clientHeight;
      // Where a page is zoomed, the end of the way is a fraction of a pixel short of it.
      if (most > 0 && scrollTop + 1 >= (share / 100) * most) open();
    };
    addEventListener('scroll', onScroll, { passive: true });
    return () => removeEventListener('scroll', onScroll);
  },

  /** The pointer leaves by the top, towards tabs and address. Where there is no pointer, such as on a phone, there is no such sign. */
  exit(open) {
    const onOut = (event: MouseEvent) => {
      if (!event.relatedTarget && event.clientY <= 0) open();
    };
    document.addEventListener('mouseout', onOut);
    return () => document.removeEventListener('mouseout', onOut);
  },
};

/** Reads "delay:45s". Where it makes no sense, the developer is told and the page goes on. */
function read(trigger: string): { kind: Kind; amount: number; unit: string } | null {
  const [word, given] = trigger.split(/:(.*)/) as [Kind, string?];
  const [form, meant] = FORMS[word] ?? [];
  const [, amount, unit = ''] = form?.exec(given ?? meant ?? '') ?? [];
  if (form?.test(given ?? meant ?? '')) return { kind: word, amount: Number(amount), unit };
  console.error(
    new TypeError(
      `koji-embed: option "trigger" is "${trigger}", expected "delay", "delay:45s", "scroll", "scroll:80%" or "exit".`,
    ),
  );
  return null;
}

/** What is opened, by whoever did not ask for it. */
interface Opening {
  open(isUnasked: true): unknown;
}

/** Script tag and widget may both ask: one of them is enough. */
const watched = new WeakSet<EventTarget>();

/**
 * Opens when the trigger says so, and keeps note of who is done with the interview. Gives its undo.
 * Both the script tag's loader and the widget bring it, and so it takes what the loader gives to whatever it brings.
 *
 * @param dataset the options, as a script tag has them
 * @param name names the interview in the browser's storage
 */
export function start(
  host: EventTarget,
  { dataset }: { dataset: AutoTriggerOptions },
  name: string,
  koji: Opening,
): () => void {
  const { mode, trigger = '', persist = 'tab', once = `${persist}:closed` } = dataset;
  if (watched.has(host)) return () => {};
  watched.add(host);
  const [scope, closed] = once.split(':');
  const done = createMark(`${name}:${once}`, scope!);
  // A visitor who saves data has not asked for this.
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  const isWanted =
    mode !== 'inline' && /^(scroll|delay|exit)(:|$)/.test(trigger) && !connection?.saveData && !done.isSet();
  const what = isWanted ? read(trigger) : null;
  const stop = what ? WATCHES[what.kind](openOnce, what.amount, what.unit) : () => {};
  function openOnce() {
    stop();
    koji.open(true);
  }
  host.addEventListener('koji-open', stop);
  host.addEventListener('koji-complete', done.set);
  if (closed) host.addEventListener('koji-close', done.set);
  return () => {
    stop();
    watched.delete(host);
    host.removeEventListener('koji-open', stop);
    host.removeEventListener('koji-complete', done.set);
    host.removeEventListener('koji-close', done.set);
  };
}

/** Not the widget's memory, which would bring the widget along. */
function createMark(name: string, scope: string) {
  const attempt = (act: (storage: Storage) => unknown): unknown => {
    try {
      // Merely touching storage throws in a sandboxed frame and where site data are blocked.
      return scope === 'none' ? null : act(scope === 'tab' ? sessionStorage : localStorage);
    } catch {
      return null;
    }
  };
  return {
    isSet: () => attempt(storage => storage.getItem(name)) !== null,
    set: () => void attempt(storage => storage.setItem(name, 'true')),
  };
}
