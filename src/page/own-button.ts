/** What a trigger or a button opens. */
export interface Openable {
  /** @param argument `true`: nobody has asked for the interview. Otherwise the event of a press. */
  open(argument: unknown): unknown;
}

const ACTIVATED = 'a[href], area[href], button, input';

interface ButtonOptions {
  /** Loads the widget. Left out if the page has the widget's code already. */
  loadWidget?: () => Promise<Openable | undefined>;
  /** Whether to load the widget while the pointer is over the button. */
  isPreloaded: boolean;
}

/**
 * Opens the interview when the host's own button is pressed. One listener for the page, so that the
 * button may be added and replaced.
 *
 * What the browser would do with the press is prevented: a submit button submits no form, and a
 * link to "#" does not scroll. A link to another address is for browsers without this script; it is
 * followed only if the interview cannot be opened, or if the press asks for a new tab.
 *
 * @param host nothing happens while it is not on the page
 * @param selector "launcher" and "manual" match nothing
 * @returns stops listening
 */
export function watchButton(
  host: Element,
  selector: string,
  koji: Openable,
  { loadWidget, isPreloaded }: ButtonOptions,
): () => void {
  const isOn = ({ target }: Event): boolean =>
    host.isConnected && target instanceof Element && target.closest(selector) !== null;
  try {
    document.querySelector(selector);
  } catch {
    console.error(`koji-embed: option "trigger" is "${selector}", expected the CSS selector of a button.`);
    return () => {};
  }

  const onClick = (event: MouseEvent) => {
    if (!isOn(event)) return;
    const pressed = (event.target as Element).closest<HTMLElement>(ACTIVATED);
    const link = pressed && 'href' in pressed ? (pressed as HTMLAnchorElement) : null;
    if (!link || isOnThisPage(link)) {
      if (link || isSubmitButton(pressed)) event.preventDefault();
      koji.open(event);
    } else if (!asksForNewTab(event)) {
      event.preventDefault();
      openOrFollow(link, event);
    }
  };
  const onPointerOver = (event: Event) => {
    if (isOn(event)) void loadWidget?.();
  };
  const openOrFollow = async (link: HTMLAnchorElement, event: MouseEvent) => {
    const widget = loadWidget ? await loadWidget() : koji;
    if (widget) widget.open(event);
    else open(link.href, link.target || '_self');
  };

  addEventListener('click', onClick);
  if (isPreloaded) addEventListener('pointerover', onPointerOver, { passive: true });
  return () => {
    removeEventListener('click', onClick);
    removeEventListener('pointerover', onPointerOver);
  };
}

/** Whether a link only moves within the page, as `#` and `#prices` do, or runs a script. */
const isOnThisPage = ({ href }: HTMLAnchorElement): boolean =>
  /^javascript:/i.test(href) || href.split('#')[0] === location.href.split('#')[0];

const isSubmitButton = (element: HTMLElement | null): boolean =>
  ['submit', 'image'].includes((element as HTMLButtonElement | null)?.type ?? '');

const asksForNewTab = ({ ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean =>
  ctrlKey || metaKey || shiftKey || altKey;
