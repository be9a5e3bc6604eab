import type { Reason } from '../interview/completion.ts';
import type { Phase } from '../interview/lifecycle.ts';
import { attach, type InterviewHandle } from './attach.tsx';
import { launcherRoot } from './launcher-root.ts';
import { attributeOf, type InterviewOptions, OPTION_NAMES, optionsFrom, settle } from './options.ts';

/** Without a DOM, importing this file must do no harm. */
const Base = typeof HTMLElement === 'undefined' ? (Object as unknown as typeof HTMLElement) : HTMLElement;

/** `<koji-interview>`: an interview as an element. Its attributes are the options of `mount`, in kebab-case. */
export class KojiInterviewElement extends Base {
  static observedAttributes = OPTION_NAMES.map(attributeOf);
  #handle: InterviewHandle | null = null;
  /** Whether its attributes have been read: those that are there before it is on a page are read all at once. */
  #isRead = false;

  connectedCallback(): void {
    this.#attach();
  }

  disconnectedCallback(): void {
    // An element that is only moved is disconnected and connected in one go, and keeps its interview.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#isRead = false;
      this.#detach();
    });
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before === now || !this.#isRead) return;
    this.#detach();
    this.#attach();
  }

  open(): void {
    this.#handle?.open();
  }
  close(): void {
    this.#handle?.close();
  }
  complete(reason?: Reason): void {
    this.#handle?.complete(reason);
  }
  get status(): Phase {
    return this.#handle?.status ?? 'idle';
  }

  #attach(): void {
    if (this.#handle) return;
    this.#isRead = true;
    const options: Record<string, unknown> = {
      ...optionsFrom(name => this.getAttribute(name)),
      mode: this.getAttribute('mode') ?? 'inline',
    };
    try {
      this.#handle = attach(launcherRoot(this), settle(options as InterviewOptions));
    } catch (error) {
      // A wrong attribute is the developer's to see; the page goes on.
      console.error(error);
    }
  }

  #detach(): void {
    this.#handle?.destroy();
    this.#handle = null;
  }
}
