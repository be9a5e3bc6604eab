import { signal } from '@preact/signals';
import type { Reason } from '../interview/completion.ts';
import type { Phase } from '../interview/lifecycle.ts';
import { attachWidget } from './attach-widget.tsx';
import { checkOptions, toText } from './check-options.ts';
import type { WidgetHandle } from './interview-handle.ts';
import {
  type InterviewOptions,
  OPTION_NAMES,
  type ResolvedOptions,
  readOptions,
  resolveOptions,
  toAttributeName,
} from './options.ts';
import { getShadowRoot } from './shadow-root.ts';

type OptionName = keyof InterviewOptions;

/**
 * Options that are read only when an interview starts. A change of one does not disturb a running
 * interview, unless somebody else is the respondent.
 */
const APPLIES_TO_NEXT_INTERVIEW: ReadonlySet<OptionName> = new Set(['respondent', 'maxDuration', 'consent']);

/** Phases without a running interview, in which the widget can be replaced. */
const REPLACEABLE_PHASES: ReadonlySet<Phase> = new Set(['idle', 'consenting', 'completed', 'failed']);

/** Without a DOM, on a server, the class is defined but never used. */
const BaseElement = typeof HTMLElement === 'undefined' ? (Object as unknown as typeof HTMLElement) : HTMLElement;

/**
 * `<koji-interview>`: an interview as an element. The options of `mount` are its attributes, in
 * kebab-case, and its properties; a property counts before its attribute. Both may change at any
 * time.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the properties are defined from the table of options
export class KojiInterviewElement extends BaseElement {
  static observedAttributes = OPTION_NAMES.map(toAttributeName);
  #handle: WidgetHandle | null = null;
  #properties: Record<string, unknown> = {};
  #resolved = signal<ResolvedOptions | null>(null);
  /**
   * The last options as JSON, to see which have changed: frameworks often set equal values again.
   */
  #lastOptions: Partial<Record<OptionName, string>> = {};
  #isUpdateDue = false;

  constructor() {
    super();
    for (const name of OPTION_NAMES) {
      // A framework may have set a property before this class was defined. It hides the accessor.
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
          return this.#readOptions()[name];
        },
        set(this: KojiInterviewElement, value: unknown) {
          this.#properties[name] = value;
          this.#updateSoon();
        },
      });
    }
  }

  connectedCallback(): void {
    this.#update();
  }

  disconnectedCallback(): void {
    // A moved element is disconnected and connected in the same task, and keeps its interview.
    queueMicrotask(() => {
      if (!this.isConnected) this.#destroy();
    });
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now) this.#updateSoon();
  }

  /** Opens the conversation, and starts the interview or resumes a running one. */
  open(): void {
    this.#handle?.open();
  }
  /** Closes the conversation. A running interview goes on. Does nothing with mode `inline`. */
  close(): void {
    this.#handle?.close();
  }
  /** Completes a running interview, by default with the reason `manual`. */
  complete(reason?: Reason): void {
    this.#handle?.complete(reason);
  }
  /** The phase of the interview. `idle` until it starts. */
  get status(): Phase {
    return this.#handle?.status ?? 'idle';
  }

  /** The options as the host has set them: the property, else the text of the attribute. */
  #readOptions(): InterviewOptions {
    const options: Record<string, unknown> = { ...readOptions(name => this.getAttribute(name)) };
    for (const name of OPTION_NAMES) options[name] = this.#properties[name] ?? options[name];
    options.mode ??= 'inline';
    return options;
  }

  /** Changes that are made together take effect together. */
  #updateSoon(): void {
    if (this.#isUpdateDue) return;
    this.#isUpdateDue = true;
    queueMicrotask(() => {
      this.#isUpdateDue = false;
      if (this.isConnected) this.#update();
    });
  }

  #update(): void {
    try {
      const options = this.#readOptions();
      checkOptions(options);
      const resolved = resolveOptions(options);
      const changed = this.#rememberOptions(options);
      if (this.#handle && changed.length === 0) return;
      const isOther = this.#isOtherRespondent(resolved);
      this.#resolved.value = resolved;
      if (this.#handle && !isOther && changed.every(name => name === 'theme' || this.#canWait(name))) {
        this.#handle.setRespondent(resolved.respondent);
        return;
      }
      // Where it is stored, the next widget finds and ends it.
      if (isOther && resolved.persist === 'none') this.#handle?.complete('respondent_left');
      this.#handle?.destroy();
      this.#handle = attachWidget(getShadowRoot(this), this.#createLiveOptions(resolved));
    } catch (error) {
      this.#destroy();
      // Reported to the developer, and not thrown into the page.
      console.error(error);
    }
  }

  /** Whether the respondent has signed out, or somebody else has signed in. Signing in is neither. */
  #isOtherRespondent({ respondent }: ResolvedOptions): boolean {
    const before = this.#resolved.value?.respondent?.external_id;
    // A host may give a number: the proxy compares by text.
    return !!before && String(before) !== String(respondent?.external_id ?? '');
  }

  /** Returns the names of the options that have changed since the last call. */
  #rememberOptions(options: InterviewOptions): OptionName[] {
    const last = this.#lastOptions;
    this.#lastOptions = {};
    for (const name of OPTION_NAMES) this.#lastOptions[name] = toText(options[name]);
    return OPTION_NAMES.filter(name => this.#lastOptions[name] !== last[name]);
  }

  /** Whether an option can wait for the next interview, and the running one is not interrupted. */
  #canWait(name: OptionName): boolean {
    if (REPLACEABLE_PHASES.has(this.status)) return false;
    // Without storage, a replaced widget could not resume its interview.
    return APPLIES_TO_NEXT_INTERVIEW.has(name) || (this.persist === 'none' && name !== 'study' && name !== 'proxy');
  }

  /** Options with their latest values. A component that reads one is drawn again when it changes. */
  #createLiveOptions(resolved: ResolvedOptions): ResolvedOptions {
    const live = {} as ResolvedOptions;
    for (const name of Object.keys(resolved)) {
      Object.defineProperty(live, name, { enumerable: true, get: () => this.#resolved.value![name as OptionName] });
    }
    return live;
  }

  #destroy(): void {
    this.#handle?.destroy();
    this.#handle = null;
  }
}

export interface KojiInterviewElement extends InterviewOptions {}
