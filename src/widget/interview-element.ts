import { signal } from '@preact/signals';
import type { Reason } from '../interview/completion.ts';
import type { Phase } from '../interview/lifecycle.ts';
import { attach, type WidgetHandle } from './attach.tsx';
import { launcherRoot } from './launcher-root.ts';
import {
  attributeOf,
  type InterviewOptions,
  OPTION_NAMES,
  optionsFrom,
  type ResolvedOptions,
  resolveOptions,
} from './options.ts';

type Name = keyof InterviewOptions;
type Given = Partial<Record<Name, string>>;

/** Options that are only looked at when an interview starts: a running one goes on without them. */
const APPLIES_TO_NEXT_INTERVIEW: ReadonlySet<Name> = new Set(['respondent', 'maxDuration', 'consent']);

/** Without a DOM, importing this file must do no harm. */
const Base = typeof HTMLElement === 'undefined' ? (Object as unknown as typeof HTMLElement) : HTMLElement;

/**
 * `<koji-interview>`: an interview as an element. The options of `mount` are its attributes, in kebab-case, and its properties; where both
 * are given the property counts. Both may change at any time.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: its properties are made of the table of options
export class KojiInterviewElement extends Base {
  static observedAttributes = OPTION_NAMES.map(attributeOf);
  #handle: WidgetHandle | null = null;
  #properties: Record<string, unknown> = {};
  /** What the widget shows, each option live. */
  #settled = signal<ResolvedOptions | null>(null);
  /** The options as they were given last, to see what has changed; frameworks set what is equal again and again. */
  #given: Given = {};
  #isDue = false;

  constructor() {
    super();
    for (const name of OPTION_NAMES) {
      // A framework may have set it before this class was there.
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this.#properties[name] = value;
    }
  }

  static {
    for (const name of OPTION_NAMES) {
      Object.defineProperty(KojiInterviewElement.prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: KojiInterviewElement) {
          return this.#options()[name];
        },
        set(this: KojiInterviewElement, value: unknown) {
          this.#properties[name] = value;
          this.#change();
        },
      });
    }
  }

  connectedCallback(): void {
    this.#update();
  }

  disconnectedCallback(): void {
    // An element that is only moved is disconnected and connected in one go, and keeps its interview.
    queueMicrotask(() => {
      if (!this.isConnected) this.#detach();
    });
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now) this.#change();
  }

  /** Opens the conversation and starts the interview, or takes a running one up again. */
  open(): void {
    this.#handle?.open();
  }
  /** Closes it; a running interview goes on. No meaning inline. */
  close(): void {
    this.#handle?.close();
  }
  /** Completes a running interview, by default as `manual`. */
  complete(reason?: Reason): void {
    this.#handle?.complete(reason);
  }
  /** Where the interview is. */
  get status(): Phase {
    return this.#handle?.status ?? 'idle';
  }

  /** The options as they are given: a property, else the attribute, as text. */
  #options(): InterviewOptions {
    const options: Record<string, unknown> = { ...optionsFrom(name => this.getAttribute(name)) };
    for (const name of OPTION_NAMES) options[name] = this.#properties[name] ?? options[name];
    options.mode ??= 'inline';
    return options;
  }

  /** What is set in one go takes effect in one go. */
  #change(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected) this.#update();
    });
  }

  #update(): void {
    const options = this.#options();
    const given: Given = {};
    for (const name of OPTION_NAMES) given[name] = JSON.stringify(options[name]) ?? '';
    const changed = OPTION_NAMES.filter(name => given[name] !== this.#given[name]);
    if (this.#handle && changed.length === 0) return;
    this.#given = given;
    try {
      const settled = resolveOptions(options);
      this.#settled.value = settled;
      if (this.#handle && changed.every(name => name === 'theme' || this.#canWait(name))) return;
      this.#handle?.destroy();
      this.#handle = attach(launcherRoot(this), this.#live(settled));
    } catch (error) {
      this.#detach();
      // A wrong option is the developer's to see; the page goes on.
      console.error(error);
    }
  }

  /** Whether an option may wait for the next interview, since one is running that would have to be taken up again. */
  #canWait(name: Name): boolean {
    if (['idle', 'consenting', 'completed', 'failed'].includes(this.status)) return false;
    return APPLIES_TO_NEXT_INTERVIEW.has(name) || (this.persist === 'none' && name !== 'study' && name !== 'proxy');
  }

  /** Settings that are read anew whenever they are looked at; what is drawn with one is drawn again when it changes. */
  #live(settled: ResolvedOptions): ResolvedOptions {
    const live = {} as ResolvedOptions;
    for (const name of Object.keys(settled)) {
      Object.defineProperty(live, name, { enumerable: true, get: () => this.#settled.value![name as Name] });
    }
    return live;
  }

  #detach(): void {
    this.#handle?.destroy();
    this.#handle = null;
  }
}

export interface KojiInterviewElement extends InterviewOptions {}
