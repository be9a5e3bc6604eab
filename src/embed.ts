/**
 * The door for a script tag: `<script async src="…/koji.js" data-proxy="/koji" data-study="churn"></script>`.
 * It paints the launcher, keeps calls for later, and brings the widget when somebody wants it. No framework, no waiting:
 * this file is all that a visitor who doesn't care for an interview ever loads.
 */
import { HOST_TAG } from './widget/host-tag.ts';
import launcherCss from './widget/launcher.css?inline';

/** Address of the widget beside this script; its name carries a hash of what is in it, put in by the build. */
declare const __WIDGET__: string;
declare const __TRIGGERS__: string;

type Command = 'open' | 'close' | 'complete' | 'destroy' | 'on';
type Call = [Command, ...unknown[]];

type KojiCalls = Record<Command, (...args: unknown[]) => unknown>;

/** `window.Koji`: a function for calls by name, with the same names as its methods. */
interface KojiGlobal extends KojiCalls {
  (...call: Call): unknown;
  q?: ArrayLike<unknown>[];
}

const page = window as unknown as { Koji?: KojiGlobal };
const script = document.currentScript as HTMLScriptElement;
const { proxy = '/koji', mode, study = '', trigger = 'launcher', theme = 'auto', texts } = script.dataset;
const name = `koji:${proxy.replace(/\/+$/, '')}:${study}`;
const isInline = mode === 'inline';
const host = document.createElement(HOST_TAG);
const root = host.attachShadow({ mode: 'open' });
let loading: Promise<unknown> | undefined;
let tries = '';

const attempt = <Result>(act: () => Result): Result | undefined => {
  try {
    return act();
  } catch {
    // There is none.
  }
};

/** Imports a module beside this script and uses it. What goes wrong is told and not thrown into the page; the next call tries again. */
const bring = <Module>(file: string, use: (module: Module) => unknown) =>
  import(/* @vite-ignore */ new URL(file, script.src).href).then(use).catch(error => {
    console.error(error);
    // A browser may remember that a module did not come: another try asks for another address.
    tries += '?';
    loading = undefined;
  });

const load = () =>
  (loading ??= bring(__WIDGET__ + tries, (widget: typeof import('./widget/script.ts')) => widget.attach(host, script)));

/** Calls of the stub, from before this script came. */
const waiting = page.Koji?.q ?? [];

const koji = ((name: Command, ...args: unknown[]) => {
  if (name === 'on') {
    const [event, listener] = args as [string, EventListener];
    host.addEventListener(event, listener);
    return () => host.removeEventListener(event, listener);
  }
  // Where nothing runs yet there is nothing to close or complete, and no reason to load anything.
  if (name === 'open' || loading) load().then(handle => (handle as KojiCalls | undefined)?.[name]?.(...args));
  else if (name === 'destroy') {
    host.remove();
    // Nothing is placed or loaded for what has gone.
    place = () => {};
    loading = Promise.resolve();
  }
}) as KojiGlobal;

let place = () => {
  if (isInline) script.after(host);
  else document.body.append(host);
  // Where an interview was running when the page was left, the widget comes at once and takes it up again, or tells of its end.
  if (isInline || attempt(() => sessionStorage[name] || localStorage[name])) load();
  for (const call of waiting) koji(...(call as Call));
};

// A second inclusion leaves the first one's Koji and its interview alone.
if (!page.Koji?.open) {
  for (const name of ['open', 'close', 'complete', 'destroy', 'on'] as const) koji[name] = koji.bind(null, name);
  page.Koji = koji;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  if (trigger === 'launcher' && !isInline) {
    const button = document.createElement('button');
    button.className = 'launcher';
    button.setAttribute('part', 'launcher');
    button.style.colorScheme = theme.replace('auto', 'light dark');
    button.textContent = attempt(() => JSON.parse(texts!).launcher) || 'Share your thoughts';
    button.onclick = koji.open;
    root.append(button);
  } else if (/^(delay|scroll|exit)(:|$)/.test(trigger)) {
    bring(__TRIGGERS__, (triggers: typeof import('./page/triggers.ts')) =>
      triggers.watch(host, name, script.dataset, () => koji.open(true)),
    );
  } else {
    // "manual" and "launcher" read like selectors, of nothing.
    addEventListener('click', event => {
      if (!loading && attempt(() => (event.target as Element).closest(trigger))) koji.open();
    });
  }

  if (document.body) place();
  else addEventListener('DOMContentLoaded', () => place());
}
