/**
 * The door for a script tag: `<script async src="…/koji.js" data-proxy="/koji" data-study="churn"></script>`.
 * It paints the launcher, keeps calls for later, and brings the widget when somebody wants it. No framework, no waiting:
 * this file is all that a visitor who doesn't care for an interview ever loads.
 */
import { HOST_TAG } from './widget/host-tag.ts';
import launcherCss from './widget/launcher.css?inline';

/** Address of the widget beside this script; its name carries a hash of what is in it, put in by the build. */
declare const __WIDGET__: string;

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
const isInline = mode === 'inline';
const host = document.createElement(HOST_TAG);
const root = host.attachShadow({ mode: 'open' });
let loading: Promise<KojiCalls | undefined> | undefined;
let tries = '';

const attempt = <Result>(act: () => Result): Result | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

const load = (): Promise<KojiCalls | undefined> => {
  // A browser may remember that a module did not come: another try asks for another address.
  loading ??= import(/* @vite-ignore */ new URL(__WIDGET__ + tries, script.src).href)
    .then((widget: typeof import('./widget/script.ts')) => widget.attachScript(host, script) as unknown as KojiCalls)
    .catch(error => {
      // The launcher stays, and the next press tries again.
      console.error(error);
      tries += '?';
      loading = undefined;
      return undefined;
    });
  return loading;
};

/** Calls of the stub, from before this script came. */
const waiting = page.Koji?.q ?? [];

const koji = ((name: Command, ...args: unknown[]) => {
  if (name === 'on') {
    const [event, listener] = args as [string, EventListener];
    host.addEventListener(event, listener);
    return () => host.removeEventListener(event, listener);
  }
  // Where nothing runs yet there is nothing to close or complete, and no reason to load anything.
  if (name === 'open' || loading) load().then(handle => handle?.[name]?.(...args));
  else if (name === 'destroy') {
    host.remove();
    // Nothing is placed or loaded for what has gone.
    place = () => {};
    loading = Promise.resolve(undefined);
  }
}) as KojiGlobal;

/** Where an interview was running when the page was left, the widget comes at once and takes it up again. */
const isRemembered = () =>
  ['sessionStorage', 'localStorage'].some(storage =>
    attempt(() => window[storage as 'localStorage'][`koji:${proxy.replace(/\/+$/, '')}:${study}`]),
  );

let place = () => {
  if (isInline) script.after(host);
  else document.body.append(host);
  if (isInline || isRemembered()) load();
  for (const call of waiting) koji(...(Array.from(call) as Call));
};

const paint = () => {
  const frame = document.createElement('div');
  const button = document.createElement('button');
  frame.className = 'root';
  frame.style.colorScheme = theme.replace('auto', 'light dark');
  button.className = 'launcher';
  button.setAttribute('part', 'launcher');
  button.textContent = attempt(() => JSON.parse(texts!).launcher) || 'Share your thoughts';
  button.onclick = () => koji('open');
  frame.append(button);
  root.append(frame);
};

// A second inclusion leaves the first one's Koji and its interview alone.
if (!page.Koji?.open) {
  for (const name of ['open', 'close', 'complete', 'destroy', 'on'] as const)
    koji[name] = (...args) => koji(name, ...args);
  page.Koji = koji;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  if (trigger === 'launcher') {
    if (!isInline) paint();
  } else if (trigger !== 'manual') {
    addEventListener('click', event => {
      if (!loading && attempt(() => (event.target as Element).closest(trigger))) koji('open');
    });
  }

  if (document.body) place();
  else addEventListener('DOMContentLoaded', () => place());
}
