/**
 * The script tag: `<script async src="…/koji.js" data-proxy="/koji" data-study="churn"></script>`.
 *
 * Shows the launcher, and loads the widget when somebody points at it or opens the interview.
 * Visitors who do neither load this file only, so it uses no framework. What only some tags ask for
 * is in modules of its own: the other triggers, and `preload: "idle"`.
 */
import { createHostElement } from './widget/host-element.ts';
import launcherCss from './widget/launcher.css?inline';
import { interviewKey, notOfferedKey, reportsKey } from './widget/storage-keys.ts';
import { getRouteUrl } from './wire/route-url.ts';
import { requestStart } from './wire/start-request.ts';

/** Addresses of modules, relative to this script. The build sets them: they carry a hash. */
declare const __WIDGET__: string;
declare const __TRIGGERS__: string;

type Command = 'open' | 'close' | 'complete' | 'destroy';

/**
 * `window.Koji`: controls the interview of the page's last script tag. Takes commands by name too:
 * `Koji('open')`.
 */
export interface KojiGlobal extends Record<Command, (argument?: unknown) => unknown> {
  (name: Command | 'on', ...args: unknown[]): unknown;
  /** Adds an event listener. Returns a function that removes it. */
  on(event: string, listener: EventListener): () => void;
  /** Commands that the page has queued before this script ran. */
  q?: [Command, ...unknown[]][];
  /** The interviews of the page's script tags, by their keys; false once destroyed. */
  instances: Record<string, boolean>;
}

type Handle = Pick<KojiGlobal, Command>;

/** The options of the tag as text, by their names in camel case. */
export type TagOptions = Record<string, string | undefined>;

/** What this script has for the modules that it imports. */
export interface Loader {
  readonly widgetAddress: string;
  /** Loads the widget, once. Resolves with undefined if that fails. Never rejects. */
  loadWidget(): Promise<Handle | undefined>;
  /** The response to the `start` that was sent before the widget was there. */
  earlyStart?: Promise<Response> | undefined;
  /** The widget is there, and starts interviews by itself. */
  isLoaded?: boolean;
}

/** A module that this script imports. `start` of the widget returns its handle. */
interface LoadedModule {
  start(host: HTMLElement, options: TagOptions, key: string, koji: KojiGlobal, loader: Loader): unknown;
}

/** Finds the script tag, also if an optimiser has moved or renamed the script. */
const TAG = 'script[src*="koji.js"],script[data-base]';

/** Calls a function, and returns undefined if it throws. */
function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/**
 * Returns the script tag. The getter of the prototype cannot be hidden by an image or a form of
 * that name. There is no current script, or a foreign one, where jQuery has loaded the tag or an
 * optimiser has put this code into another file.
 */
function findTag(): HTMLScriptElement | undefined {
  const current = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null;
  return current?.matches(TAG) ? current : [...document.querySelectorAll<HTMLScriptElement>(TAG)].pop();
}

const page = window as unknown as { Koji?: KojiGlobal };
/** An element of the page may have the id "Koji", and then be `window.Koji`. */
const { instances = {}, q = [] } = typeof page.Koji === 'function' ? page.Koji : ({} as Partial<KojiGlobal>);
const script = findTag();

/** Options may also stand in the script's address: tag managers drop `data-*` attributes. */
const readOptions = (): TagOptions => ({
  ...Object.fromEntries(new URLSearchParams(script?.src.split('?')[1])),
  ...script?.dataset,
});

const {
  proxy = '/koji',
  study,
  theme = 'auto',
  texts,
  trigger = 'launcher',
  mode,
  once,
  preload,
  base = script?.src.replace(/[^/]*(\?.*)?$/, '') ?? '',
} = readOptions();
const isInline = mode === 'inline';
const host = createHostElement(isInline);
const key = interviewKey(proxy, study);
const loader: Loader = {
  loadWidget,
  get widgetAddress() {
    return resolveModule(__WIDGET__);
  },
};
let loading: Promise<Handle | undefined> | undefined;
/** Whether this page had the interview before, and destroyed it: its start may still be pending. */
const isReturning = key in instances;
let isDestroyed = false;

/** Whether the browser has this key in storage. Blocked storage throws when it is touched. */
const isStored = (key: string) => attempt(() => sessionStorage[key] || localStorage[key]);

/** The full address of a module in the folder `base`. */
const resolveModule = (path: string): string => new URL(path, getRouteUrl(base, '')).href;

/** A failure is reported to the developer and to the host's listeners, and never thrown. */
function reportFailure({ message: cause }: Pick<Error, 'message'>): void {
  const message = `koji-embed: ${cause}. Option "base" names the folder of koji-embed/.`;
  console.error(message);
  const detail = { code: 'unreachable', message, recoverable: true };
  host.dispatchEvent(new CustomEvent('koji-error', { detail, bubbles: true, composed: true }));
}

/** Imports a module and starts it. Resolves with undefined if that fails. Never rejects. */
async function startModule(path: string): Promise<unknown> {
  try {
    const module: LoadedModule = await import(/* @vite-ignore */ resolveModule(path));
    return await module.start(host, readOptions(), key, koji, loader);
  } catch (error) {
    return reportFailure(error as Error);
  }
}

/**
 * After a failure the next call tries again. (Browsers that follow the HTML standard of before 2026
 * do not fetch a failed module again: https://github.com/whatwg/html/pull/10327.)
 */
function loadWidget(): Promise<Handle | undefined> {
  loading ??= startModule(__WIDGET__).then(handle => {
    if (!loader.isLoaded) {
      loading = undefined;
      // Without a network neither came: the next press tries both again.
      loader.earlyStart?.catch(() => {
        loader.earlyStart = undefined;
      });
    }
    return handle as Handle | undefined;
  });
  return loading;
}

/**
 * Starts the interview, once, while the widget is loading: one round trip less until the first
 * question. Not if something comes first, consent or an interview to resume.
 */
function startEarly(): void {
  const { consent = 'false', locale, respondent } = readOptions();
  const language = locale || document.querySelector('html')?.lang || navigator.language;
  // The widget knows what to do with "de_DE", which is no language tag.
  const isTag = /^[a-z]{2}[a-z\d-]*$/i.test(language);
  const { isLoaded, earlyStart } = loader;
  if (isLoaded || earlyStart || isReturning || consent !== 'false' || !isTag || isStored(key)) return;
  loader.earlyStart = requestStart(proxy, {
    study,
    locale: language,
    respondent: respondent && JSON.parse(respondent),
  });
  // The widget shows the failure.
  loader.earlyStart.catch(() => {});
}

/** @param argument `true` from a trigger: nobody has asked for the interview */
function openWidget(argument?: unknown): void {
  if (isDestroyed) return;
  if (argument !== true) attempt(startEarly);
  loadWidget().then(handle => handle?.open(argument));
}

const koji = ((name, ...args: [never, never]) => koji[name]?.(...args)) as KojiGlobal;
koji.instances = instances;
koji.open = openWidget;

koji.on = (event, listener) => {
  host.addEventListener(event, listener);
  return () => host.removeEventListener(event, listener);
};

for (const name of ['close', 'complete', 'destroy'] as const) {
  koji[name] = argument => {
    // Until the widget is loaded there is nothing to close, complete or destroy.
    loading?.then(handle => handle?.[name](argument));
    if (name !== 'destroy') return;
    isDestroyed = true;
    instances[key] = false;
    // In an Angular page the widget removes it too, while the focus is leaving it.
    attempt(() => host.remove());
  };
}

/** Adds the host element to the page. */
function placeHost(): void {
  if (isDestroyed || host.isConnected) return;
  if (isInline) script!.after(host);
  // Not `document.body`: a form or an image of that name would hide it.
  else (document.querySelector('body') ?? document.documentElement).append(host);
}

function paintLauncher(root: ShadowRoot): void {
  const button = document.createElement('button');
  button.className = 'launcher';
  button.setAttribute('part', 'launcher');
  button.style.colorScheme = theme.replace('auto', 'light dark');
  button.textContent = attempt(() => JSON.parse(texts!).launcher) || 'Share your thoughts';
  button.onclick = openWidget;
  // A visitor who points at the launcher is likely to press it. A finger points about 100 ms before
  // it presses.
  if (preload !== 'none') button.onpointerenter = loadWidget;
  root.append(button);
}

function install(): void {
  page.Koji = koji;
  instances[key] = true;
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];

  // An interview that was running when the page was left is resumed.
  if (isStored(key) || isStored(reportsKey(key))) loadWidget();
  if (isInline || preload === 'idle' || !/^(launcher|manual)$/.test(trigger)) startModule(__TRIGGERS__);
  if (!isInline && trigger === 'launcher' && !isStored(notOfferedKey(key, once))) paintLauncher(root);

  // The host element loses its size when the page's router replaces or empties the body.
  new ResizeObserver(placeHost).observe(host);
  placeHost();
  for (const command of Array.from(q)) koji(...command);
}

if (!script) reportFailure({ message: 'no script tag found' });
// A second copy of the tag leaves the interview of the first alone.
else if (!instances[key]) install();
