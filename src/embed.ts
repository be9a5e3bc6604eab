/**
 * The script tag: `<script async src="…/koji.js" data-proxy="/koji" data-study="churn"></script>`.
 *
 * Shows the launcher, and loads the widget when somebody points at it or opens the interview.
 * Visitors who do neither load this file only, so it uses no framework.
 */
import { createHostElement } from './widget/host-element.ts';
import launcherCss from './widget/launcher.css?inline';
import { interviewKey, notOfferedKey, reportsKey } from './widget/storage-keys.ts';
import { withoutCredentials } from './wire/route-url.ts';
import { requestStart } from './wire/start-request.ts';

/** Addresses of two modules, relative to this script. The build sets them: they carry a hash. */
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

/** A module that this script imports. `start` of the widget returns its handle. */
interface LoadedModule {
  start(
    host: HTMLElement,
    script: HTMLScriptElement,
    key: string,
    koji: KojiGlobal,
    earlyStart?: Promise<Response>,
  ): unknown;
}

type Handle = Pick<KojiGlobal, Command>;

const page = window as unknown as { Koji?: Partial<KojiGlobal> };
const { instances = {}, q: queue = [] } = page.Koji ?? {};
const script = document.currentScript as HTMLScriptElement;
const { proxy = '/koji', study, theme = 'auto', texts, trigger = 'launcher', mode, once } = script.dataset;
const isInline = mode === 'inline';
const host = createHostElement(isInline);
const key = interviewKey(proxy, study);
let loading: Promise<Handle | undefined> | undefined;
/** Whether this page had the interview before, and destroyed it: its start may still be pending. */
const isReturning = key in instances;
/** Once the widget is loaded it starts interviews by itself. */
let isLoaded = false;
let earlyStart: Promise<Response> | undefined;
let isDestroyed = false;

/** Calls a function, and returns undefined if it throws. */
function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Whether the browser has this key in storage. Blocked storage throws when it is touched. */
const isStored = (key: string) => attempt(() => sessionStorage[key] || localStorage[key]);

/** Imports a module that lies beside this script. */
const importModule = (address: string): Promise<LoadedModule> =>
  import(/* @vite-ignore */ withoutCredentials(new URL(address, script.src)));

async function startWidget(): Promise<Handle | undefined> {
  const module = await importModule(__WIDGET__);
  isLoaded = true;
  return module.start(host, script, key, koji, earlyStart) as Handle | undefined;
}

/**
 * Loads the widget, once. A failure is logged instead of thrown into the page, and the next call
 * tries again. (Browsers that follow the HTML standard of before 2026 do not fetch a failed module
 * again: https://github.com/whatwg/html/pull/10327.)
 */
function loadWidget(): Promise<Handle | undefined> {
  loading ??= startWidget().catch(error => {
    loading = undefined;
    console.error(error);
    // Without a network neither came: the next press tries both again.
    earlyStart?.catch(() => {
      earlyStart = undefined;
    });
    return undefined;
  });
  return loading;
}

/**
 * Starts the interview, once, while the widget is loading: one round trip less until the first
 * question. Not if something comes first, consent or an interview to resume.
 */
function startEarly(): void {
  const { consent = 'false', locale, respondent } = script.dataset;
  const language = locale || document.documentElement.lang || navigator.language;
  // The widget knows what to do with "de_DE", which is no language tag.
  const isTag = /^[a-z]{2}[a-z\d-]*$/i.test(language);
  if (isLoaded || earlyStart || isReturning || consent !== 'false' || !isTag || isStored(key)) return;
  earlyStart = requestStart(proxy, {
    study,
    locale: language,
    respondent: respondent && JSON.parse(respondent),
  });
  // The widget shows the failure.
  earlyStart.catch(() => {});
}

/** @param mayStart whether the visitor has asked for the interview, and stays on this page */
function openWidget(argument: unknown, mayStart: boolean): void {
  if (isDestroyed) return;
  if (mayStart) attempt(startEarly);
  loadWidget().then(handle => handle?.open(argument));
}

const koji = ((name, ...args: [never, never]) => koji[name]?.(...args)) as KojiGlobal;
koji.instances = instances;

koji.on = (event, listener) => {
  host.addEventListener(event, listener);
  return () => host.removeEventListener(event, listener);
};

// Triggers pass `true`: nobody has asked for the interview.
koji.open = argument => openWidget(argument, argument !== true);

for (const name of ['close', 'complete', 'destroy'] as const) {
  koji[name] = argument => {
    // Until the widget is loaded there is nothing to close, complete or destroy.
    loading?.then(handle => handle?.[name](argument));
    if (name === 'destroy') destroy();
  };
}

function destroy(): void {
  isDestroyed = true;
  instances[key] = false;
  // In an Angular page the widget removes it too, while the focus is leaving it.
  attempt(() => host.remove());
}

/** Adds the host element to the page. */
function placeHost(): void {
  if (isDestroyed || host.isConnected) return;
  if (isInline) script.after(host);
  else (document.body ?? document.documentElement).append(host);
}

function paintLauncher(root: ShadowRoot): void {
  const button = document.createElement('button');
  button.className = 'launcher';
  button.setAttribute('part', 'launcher');
  button.style.colorScheme = theme.replace('auto', 'light dark');
  button.textContent = attempt(() => JSON.parse(texts!).launcher) || 'Share your thoughts';
  button.onclick = koji.open;
  // A visitor who points at the launcher is likely to press it.
  button.onpointerenter = loadWidget;
  root.append(button);
}

/** Opens the interview as the option `trigger` says. */
function watchTrigger(root: ShadowRoot): void {
  if (trigger === 'launcher') {
    const isDone = isStored(notOfferedKey(key, once));
    if (!isInline && !isDone) paintLauncher(root);
  } else if (/^(scroll|delay|exit)(:|$)/.test(trigger)) {
    importModule(__TRIGGERS__)
      .then(module => module.start(host, script, key, koji))
      .catch(console.error);
  } else {
    // The host's own button, which may be added later. "manual" matches nothing, and a wrong selector
    // throws.
    addEventListener('click', event => {
      const button = attempt(() => (event.target as Element).closest(trigger));
      // A link leads away from this page.
      if (button) openWidget(event, !button.closest('a[href]'));
    });
  }
}

function install(): void {
  page.Koji = koji;
  instances[key] = true;
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];

  watchTrigger(root);
  // An interview that was running when the page was left is resumed.
  if (isInline || isStored(key) || isStored(reportsKey(key))) loadWidget();
  // The host element loses its size when the page's router replaces or empties the body.
  new ResizeObserver(placeHost).observe(host);
  placeHost();
  for (const command of queue) koji(...command);
}

// A second copy of the tag leaves the interview of the first alone.
if (!instances[key]) install();
