import type { Respondent } from '../interview/respondent.ts';
import type { Persist } from '../page/storage.ts';
import type { Texts } from './deferred/texts.ts';

export type Mode = 'inline' | 'popup' | 'drawer' | 'fullscreen';
export type Theme = 'auto' | 'light' | 'dark';
export type Once = 'none' | 'tab' | 'visitor' | 'tab:closed' | 'visitor:closed';

/** What a host can set. Every option is an attribute too: `maxDuration` is `max-duration`, in a script tag `data-max-duration`. */
export interface InterviewOptions {
  /** Base path or address of the proxy. Default: "/koji". */
  proxy?: string;
  /** Which of the proxy's studies this is. */
  study?: string;
  /** How it sits on the page. Default: "popup" (script tag and code) or "inline" (element). */
  mode?: Mode;
  /**
   * What opens it: "launcher" is a button of ours, "manual" leaves it to `open()`. Three open without being asked, once a page:
   * "delay" after 30 s in sight, or "delay:45s"; "scroll" half-way down the page, or "scroll:80%"; "exit" when the pointer leaves
   * by the top, which no touch screen has. Anything else is a selector of the host's own button, found by delegation, so it may
   * come and go. Default: "launcher". No meaning with mode "inline".
   */
  trigger?: string;
  /**
   * Who isn't offered the interview again: whoever has completed it ("tab", "visitor"), or closed it as well ("tab:closed",
   * "visitor:closed"), in this tab or in this browser. They see no launcher and nothing inline, and nothing opens by itself; `open()`,
   * a button of the host's and an interview that still runs open as ever. "none" offers it always. Default: "none", and for the
   * triggers that open without being asked, closed, for as long as `persist` says.
   */
  once?: Once;
  /** Language of the interview, BCP 47. Default: the page's `lang`, else the browser's. */
  locale?: string;
  /** Default: "auto", which follows the visitor's system. */
  theme?: Theme;
  /** Ends the interview as `timeout`: "15m", "90s", or milliseconds. Default: no limit of the page's own. */
  maxDuration?: string | number;
  /** Who is interviewed, as far as the page may tell. The proxy's own hook is the trusted way. */
  respondent?: Respondent;
  /** Asks "Agree and start" before anything is sent or stored. Default: false. */
  consent?: boolean;
  /** How long a running interview is remembered here: "tab", "visitor" or "none". Default: "tab". */
  persist?: Persist;
  /** Where the thank-you view leads on to: a path that begins with "/" or ".", or an http(s) address. Default: nowhere. */
  thanksLink?: string;
  /** Sentences to replace, for example `{ launcher: "Tell us why" }`. */
  texts?: Partial<Texts>;
}

/** Options with every default in place; everything inside trusts them. */
export interface ResolvedOptions
  extends Required<Omit<InterviewOptions, 'study' | 'once' | 'respondent' | 'maxDuration' | 'thanksLink'>> {
  once: Once | undefined;
  study: string | undefined;
  thanksLink: string | undefined;
  respondent: Respondent | undefined;
  maxDuration: number | null;
}

/** Pages carry all sorts of things in `lang`; only a BCP 47 tag is passed on. */
const isTag = (tag: string) => /^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(tag);

type Name = keyof InterviewOptions;
type Read = (given: unknown) => unknown;
type Row = [read: Read, expected: string, fallback?: unknown];

/** Each reader gives the value, or undefined where it is none. */
const text: Read = given => (typeof given === 'string' && given) || undefined;

const tag: Read = given => (isTag(String(given)) ? given : undefined);

/** Triggers that open without being asked. What follows the colon is read where they are watched. */
export const isAutoTrigger = (trigger: string) => /^(scroll|delay|exit)(:|$)/.test(trigger);

const trigger: Read = given => {
  try {
    if (!isAutoTrigger(String(given))) document.createDocumentFragment().querySelector(String(given));
    return text(given);
  } catch {
    // Said below, in the words of the option.
  }
};

/** A row for one of some words; the first is meant where none is given. */
const oneOf = (...allowed: string[]): Row => [
  given => allowed.find(item => item === given),
  `one of ${allowed.join(', ')}`,
  allowed[0],
];

/** From an attribute comes JSON, from code an object. */
const object: Read = given => {
  try {
    const value: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    if (typeof value === 'object' && !Array.isArray(value)) return value ?? undefined;
  } catch {
    // Said below, in the words of the option.
  }
};

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const duration: Read = given => {
  const [, amount, unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(String(given)) ?? [];
  return Number(amount) * UNITS[unit]! || undefined;
};

/** Nothing that runs, as `javascript:` would. */
const link: Read = given => (/^(https?:|[/.?#])/.test(String(given)) ? text(given) : undefined);

const flag: Read = given => ({ '': true, true: true, false: false })[String(given)];

/** A row an option: how it is read, what is said where it is something else, and what it is where it isn't given. */
const TABLE: Record<Name, Row> = {
  proxy: [text, 'a path or an address', '/koji'],
  study: [text, 'a name'],
  mode: oneOf('popup', 'inline', 'drawer', 'fullscreen'),
  trigger: [trigger, 'a trigger', 'launcher'],
  // Nothing is meant where none is given: it depends on the trigger.
  once: oneOf('none', 'tab', 'visitor', 'tab:closed', 'visitor:closed').slice(0, 2) as unknown as Row,
  locale: [tag, 'a language tag'],
  theme: oneOf('auto', 'light', 'dark'),
  maxDuration: [duration, '"15m" or milliseconds', null],
  respondent: [object, 'an object'],
  consent: [flag, 'true or false', false],
  persist: oneOf('tab', 'visitor', 'none'),
  thanksLink: [link, 'a path or an address'],
  texts: [object, 'an object', {}],
};

export const OPTION_NAMES = Object.keys(TABLE) as Name[];

export const attributeOf = (option: string) => option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** Reads options from attributes: `max-duration="15m"` is `maxDuration: "15m"`. */
export const optionsFrom = (read: (attribute: string) => string | null): InterviewOptions =>
  Object.fromEntries(OPTION_NAMES.map(name => [name, read(attributeOf(name)) ?? undefined]));

/**
 * Puts defaults in and checks what is given, once, at the door.
 * @throws TypeError that names the option, what was given and what is expected
 */
export function resolveOptions(given: InterviewOptions): ResolvedOptions {
  const settled = {} as Record<Name, unknown>;
  for (const name of OPTION_NAMES) {
    const [read, expected, fallback] = TABLE[name];
    const value = given[name] ?? undefined;
    settled[name] = value === undefined ? fallback : read(value);
    if (value !== undefined && settled[name] === undefined) {
      throw new TypeError(`koji-embed: option "${name}" is ${JSON.stringify(value)}, expected ${expected}.`);
    }
  }
  settled.locale ??= [document.documentElement.lang, navigator.language].find(isTag) ?? 'en';
  return settled as unknown as ResolvedOptions;
}
