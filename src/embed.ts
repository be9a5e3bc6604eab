/**
 * The door for a script tag: `<script async src="…/koji.js" data-proxy="/koji" data-study="churn"></script>`.
 * It paints the launcher, keeps calls for later, and brings the widget when somebody points at it or wants it otherwise. No framework,
 * no waiting: this file is all that a visitor loads who goes past.
 */
import { HOST_TAG } from './widget/host-tag.ts';
import launcherCss from './widget/launcher.css?inline';

/** Address of the widget beside this script; its name carries a hash of what is in it, put in by the build. */
declare const __WIDGET__: string;
declare const __TRIGGERS__: string;

type Command = 'open' | 'close' | 'complete' | 'destroy';

/** `window.Koji`: a function for calls by name, with the same names as its methods. It is that of the page's last script tag. */
export interface KojiGlobal extends Record<Command, (given?: unknown) => unknown> {
  (name: Command | 'on', ...args: unknown[]): unknown;
  on(event: string, listener: EventListener): () => void;
  /** The stub's calls, from before this script came. */
  q?: [Command, ...unknown[]][];
  /** What the page's script tags have placed, by proxy and study. */
  all: Record<string, unknown>;
}

/** What is brought later: it begins with what is here. */
export interface WidgetModule {
  start(host: HTMLElement, script: HTMLScriptElement, name: string, koji: KojiGlobal): unknown;
}

const page = window as unknown as { Koji?: KojiGlobal };
const { all = {}, q } = (page.Koji || {}) as Partial<KojiGlobal>;
const script = document.currentScript as HTMLScriptElement;
const { proxy = '/koji', theme = 'auto', texts, trigger = 'launcher', study = '', mode, once } = script.dataset;
const label = `koji:${proxy}:${study}`;
const isInline = mode === 'inline';
const host = document.createElement(isInline ? 'koji-inline' : HOST_TAG);
let loading: Promise<unknown> | undefined;

const attempt = <Result>(act: () => Result): Result | undefined => {
  try {
    return act();
  } catch {
    // There is none.
  }
};

/** Whether the browser keeps something under this name; merely touching storage may throw. */
const isKept = (key: string) => attempt(() => sessionStorage[key] || localStorage[key]);

/**
 * Imports a module beside this script. What goes wrong is told and not thrown into the page; the next call tries again. (Browsers
 * that keep to the specification as it was until 2026 remember until a reload that a module did not come: https://github.com/whatwg/html/pull/10327.)
 */
const bring = (file: string) =>
  import(/* @vite-ignore */ new URL(file, script.src) as unknown as string)
    .then((module: WidgetModule) => module.start(host, script, label, koji))
    .catch(error => {
      loading = console.error(error) as undefined;
    });

let load = () => (loading ||= bring(__WIDGET__));

const koji = ((name, ...args: [never, never]) => koji[name]?.(...args)) as KojiGlobal;

/** A body that is not there yet, or that a page's router replaces or empties, can't keep it. */
let place = (): unknown =>
  host.isConnected || (isInline ? script.after(host) : (document.body || document.documentElement).append(host));

// A second inclusion leaves the first one's interview alone.
if (!all[label]) {
  page.Koji = koji;
  koji.on = (event, listener) => {
    host.addEventListener(event, listener);
    return () => host.removeEventListener(event, listener);
  };
  // biome-ignore lint/suspicious/useIterableCallbackReturn: four bytes less than the others
  (['close', 'complete', 'open', 'destroy'] as const).map(name => {
    koji[name] = given => {
      // Where nothing runs yet there is nothing to close or complete, and no reason to load anything.
      if (loading || name === 'open') load().then(handle => (handle as KojiGlobal | undefined)?.[name](given));
      if (name === 'destroy') {
        // Nothing is placed or loaded for what has gone.
        load = place = async () => {};
        all[label] = 0;
        host.remove();
      }
    };
  });
  koji.all = all;
  all[label] = 1;

  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  if (trigger === 'launcher') {
    // Who is done with it, as far as the host cares, is not offered it again.
    if (!isInline && !isKept(`${label}:${once}`)) {
      const button = document.createElement('button');
      button.className = button.part = 'launcher';
      button.style.colorScheme = theme.replace('auto', 'light dark');
      button.textContent = attempt(() => JSON.parse(texts!).launcher) || 'Share your thoughts';
      button.onclick = koji.open;
      // Who points at it is about to press it: what that needs is fetched meanwhile.
      button.onpointerenter = load;
      root.append(button);
    }
  } else if (/^(scroll|delay|exit)(:|$)/.test(trigger)) {
    bring(__TRIGGERS__);
  } else {
    // "manual" reads like a selector, of nothing.
    addEventListener('click', event => attempt(() => (event.target as Element).closest(trigger) && koji.open()));
  }

  // Where an interview was running when the page was left, the widget comes at once and takes it up again, or tells of its end.
  if (isInline || isKept(label)) load();
  new ResizeObserver(() => place()).observe(host);
  place();
  q?.map(call => koji(...call));
}
