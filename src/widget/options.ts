import { type Duration, toMilliseconds } from '../interview/duration.ts';
import { toLanguageTag } from '../interview/language-tag.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { Persist } from '../page/storage.ts';
import type { Texts } from './deferred/texts.ts';

/**
 * How the interview is placed: in the page, or over it as a corner window, a side panel or the
 * whole screen.
 */
export type Mode = 'inline' | 'popup' | 'drawer' | 'fullscreen';
/** Colour scheme. */
export type Theme = 'auto' | 'light' | 'dark';
/** When the script tag fetches the widget: see `InterviewOptions.preload`. */
export type Preload = 'pointer' | 'idle' | 'none';
/** Which visitors get no further offer of the interview: `InterviewOptions.once` explains each. */
export type Once = 'none' | 'tab' | 'visitor' | 'tab:closed' | 'visitor:closed';

/**
 * What a host can set. Every option is also an attribute of the element in kebab-case
 * (`maxDuration` is `max-duration`), and of the script tag with `data-` before it. Attributes hold
 * objects as JSON. `null` and `undefined` mean the default.
 */
export interface InterviewOptions {
  /** Base path or URL of the proxy. Default: "/koji". */
  proxy?: string;
  /**
   * Name of the study. The proxy may have a set-up for it, and the team sees it with the interview.
   * Default: none.
   */
  study?: string;
  /**
   * How the interview is placed on the page. Default: "popup" (script tag and code) or "inline"
   * (element).
   */
  mode?: Mode;
  /**
   * What opens the interview: "launcher" is our own button, "manual" leaves it to `open()`. Three
   * triggers open without being asked, once per page: "delay" after 30 s in sight, or "delay:45s";
   * "scroll" half-way down the page, or "scroll:80%"; "exit" when the pointer leaves the page at
   * the top, which needs a mouse. Anything else is a CSS selector of the host's own button, which
   * may be added and removed at any time. Ignored with mode "inline". Default: "launcher".
   */
  trigger?: string;
  /**
   * Which visitors get no further offer of the interview: those who have completed it ("tab",
   * "visitor"), or those who have completed or closed it ("tab:closed", "visitor:closed"), in this
   * tab or in this browser. They get no launcher and no inline interview, and nothing opens by
   * itself. `open()`, the host's own button and a running interview still work. "none" always offers
   * it. Default: "none"; for the triggers that open without being asked, "closed" for as long as
   * `persist` says.
   */
  once?: Once;
  /**
   * Language of the interview, BCP 47; "de_DE" is read as "de-DE". The widget's own sentences are in
   * the nearest language that it speaks, else in English. Default: the page's `lang`, else the
   * browser's language.
   */
  locale?: string;
  /** Colour scheme. "auto" follows the visitor's system. Default: "auto". */
  theme?: Theme;
  /**
   * Time limit, after which the interview is completed as `timeout`: "15m", "90s", or milliseconds.
   * The proxy may have a limit of its own; the earlier one counts. Default: no limit of the page's
   * own.
   */
  maxDuration?: string | number;
  /**
   * Who is interviewed, as the page claims. The proxy's `respondent` hook is the trusted way. Fields
   * that are null or empty are left out, and numbers become text. A running interview is resumed
   * only for the same `external_id`, or for somebody who has signed in meanwhile. Default: unknown.
   */
  respondent?: Respondent;
  /**
   * Whether the respondent has to press "Agree and start" before anything is sent or stored.
   * Default: false.
   */
  consent?: boolean;
  /**
   * How long a running interview is stored in the browser, to be resumed: "tab", "visitor" or
   * "none". Default: "tab".
   */
  persist?: Persist;
  /**
   * Link in the thank-you view: a path that begins with "/" or ".", or an http(s) URL. Default: no
   * link.
   */
  thanksLink?: string;
  /**
   * When the script tag fetches the widget, about 20 KB, before it is opened: when the visitor points
   * at the launcher or the host's own button ("pointer"), also after the page's `load` event, as soon
   * as the browser is idle ("idle"), or not at all ("none"). "idle" fetches nothing for visitors who
   * save data or have a 2G connection. With `mount` and the element, the widget is part of the
   * host's own code, and this has no effect. Default: "pointer".
   */
  preload?: Preload;
  /**
   * Script tag only: path or URL of the folder that `koji-embed/` lies in, where an optimiser has
   * moved `koji.js`. Default: the folder of `koji.js`.
   */
  base?: string;
  /** Sentences to replace, for example `{ launcher: "Tell us why" }`. Default: none. */
  texts?: Partial<Texts>;
}

/** Checked options, with every default in place. */
export interface ResolvedOptions
  extends Required<Omit<InterviewOptions, 'study' | 'once' | 'respondent' | 'maxDuration' | 'thanksLink' | 'base'>> {
  study: string | undefined;
  once: Once | undefined;
  respondent: Respondent | undefined;
  /** Milliseconds; null without a limit. */
  maxDuration: number | null;
  thanksLink: string | undefined;
  base: string | undefined;
}

export type OptionName = keyof InterviewOptions;

/**
 * Converts the host's input, from code or from an attribute, to the option's value. Returns
 * undefined if it is wrong.
 */
type Parse = (input: unknown) => unknown;

/** What each option accepts is said in words in `check-options.ts`. */
interface OptionRule {
  parse: Parse;
  /** The default. */
  fallback?: unknown;
}

const parseText: Parse = input => (typeof input === 'string' && input) || undefined;

const parseLanguageTag: Parse = input => toLanguageTag(String(input));

/**
 * Whether a trigger opens without being asked. What follows the colon is checked in
 * `page/triggers.ts`.
 */
export const isAutoTrigger = (trigger: string): boolean => /^(scroll|delay|exit)(:|$)/.test(trigger);

const parseTrigger: Parse = input => {
  try {
    // Throws if it is no selector. "launcher" and "manual" are valid ones.
    if (!isAutoTrigger(String(input))) document.createDocumentFragment().querySelector(String(input));
    return parseText(input);
  } catch {
    return undefined;
  }
};

/** Accepts an object, or its JSON from an attribute. */
export const parseObject: Parse = input => {
  try {
    const value: unknown = typeof input === 'string' ? JSON.parse(input) : input;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** A time limit of 0 is none. */
const parseDuration: Parse = input => toMilliseconds(input as Duration) || undefined;

/** Accepts no URL that runs code, such as `javascript:`. */
const parseLink: Parse = input => (/^(https?:|[/.?#])/.test(String(input)) ? parseText(input) : undefined);

/** An attribute without a value means true. */
const parseFlag: Parse = input => ({ '': true, true: true, false: false })[String(input)];

/** The values of options that have a fixed set of them. */
export const OPTION_VALUES = {
  mode: ['popup', 'inline', 'drawer', 'fullscreen'],
  once: ['none', 'tab', 'visitor', 'tab:closed', 'visitor:closed'],
  theme: ['auto', 'light', 'dark'],
  persist: ['tab', 'visitor', 'none'],
  preload: ['pointer', 'idle', 'none'],
};

const oneOf = (allowed: string[], fallback?: string): OptionRule => ({
  parse: input => allowed.find(value => value === input),
  fallback,
});

const RULES: Record<OptionName, OptionRule> = {
  proxy: { parse: parseText, fallback: '/koji' },
  study: { parse: parseText },
  mode: oneOf(OPTION_VALUES.mode, 'popup'),
  trigger: { parse: parseTrigger, fallback: 'launcher' },
  // The default depends on the trigger.
  once: oneOf(OPTION_VALUES.once),
  locale: { parse: parseLanguageTag },
  theme: oneOf(OPTION_VALUES.theme, 'auto'),
  maxDuration: { parse: parseDuration, fallback: null },
  // Its fields are read by the proxy's client and by `checkOptions`.
  respondent: { parse: parseObject },
  consent: { parse: parseFlag, fallback: false },
  persist: oneOf(OPTION_VALUES.persist, 'tab'),
  thanksLink: { parse: parseLink },
  preload: oneOf(OPTION_VALUES.preload, 'pointer'),
  base: { parse: parseText },
  texts: { parse: parseObject, fallback: {} },
};

export const OPTION_NAMES = Object.keys(RULES) as OptionName[];

/** The attribute of an option: `maxDuration` is `max-duration`. */
export const toAttributeName = (option: string): string =>
  option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** Reads options from attributes. The values are text still: `resolveOptions` converts them. */
export const readOptions = (readAttribute: (name: string) => string | null): InterviewOptions =>
  Object.fromEntries(OPTION_NAMES.map(name => [name, readAttribute(toAttributeName(name)) ?? undefined]));

/** The value of an option; its default if it is not set, undefined if its value is wrong. */
function resolveOption(options: InterviewOptions, name: OptionName): unknown {
  const { parse, fallback } = RULES[name];
  const value = options[name] ?? undefined;
  return value === undefined ? fallback : parse(value);
}

/** Returns the name of the first option that has a wrong value, or undefined if none has. */
export const findWrongOption = (options: InterviewOptions): OptionName | undefined =>
  OPTION_NAMES.find(name => (options[name] ?? undefined) !== undefined && resolveOption(options, name) === undefined);

/** A form or an image with the name "documentElement" would hide that property. */
const getPageLanguage = () => toLanguageTag(document.querySelector('html')?.lang ?? '');

/**
 * Converts the text of attributes, and adds the defaults. A wrong value counts as none: see
 * `checkOptions`.
 */
export function resolveOptions(options: InterviewOptions): ResolvedOptions {
  const resolved = Object.fromEntries(OPTION_NAMES.map(name => [name, resolveOption(options, name)]));
  resolved.locale ??= getPageLanguage() ?? toLanguageTag(navigator.language) ?? 'en';
  return resolved as unknown as ResolvedOptions;
}
