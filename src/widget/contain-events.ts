/** Events that pages react to, for example with hotkeys or an "unsaved changes" warning. */
const CONTAINED_EVENTS = [
  'keydown',
  'keypress',
  'beforeinput',
  'input',
  'compositionstart',
  'compositionupdate',
  'compositionend',
  'cut',
  'copy',
  'paste',
  'dragenter',
  'dragover',
  'drop',
  'wheel',
  'touchmove',
];

/** Keys (`code`) that are down, and whose `keydown` the page has not received. */
const containedKeys = new Set<string | undefined>();

/** Notes a key whose `keydown` the page does not receive. */
export const containKey = ({ code }: Partial<KeyboardEvent>): void => void containedKeys.add(code);

/**
 * Keys that still reach the page: Tab, function keys, Escape, and combinations with Ctrl or Cmd.
 * AltGr types characters and is reported as Ctrl and Alt. A key that the widget has used
 * (`preventDefault`) stays inside.
 */
const stopUnlessForPage = (event: Event) => {
  const { key, code, ctrlKey, altKey, metaKey } = event as Partial<KeyboardEvent>;
  const isForPage = key && (metaKey || (ctrlKey && !altKey) || /^(Tab|Esc|F\d)/.test(key));
  if (!event.defaultPrevented && isForPage) return;
  event.stopPropagation();
  if (event.type === 'keydown') containKey({ code });
};

/**
 * Keeps typing, pasting and scrolling in a panel from the page's listeners. Events from a shadow
 * root appear to come from its host element, so a page can't tell that somebody is typing in a text
 * field and that its hotkeys should do nothing. Calling it again changes nothing.
 */
export function containEvents(panel: HTMLElement): void {
  for (const type of CONTAINED_EVENTS) panel.addEventListener(type, stopUnlessForPage, { passive: true });
}

/**
 * Keeps the `keyup` of a key from the page if its `keydown` was kept, and only then. The panel may be
 * closed in between, and the focus be on the page: so it is stopped on its way down.
 */
export function containKeyUps(untilDestroyed: AddEventListenerOptions): void {
  const onKey = (event: KeyboardEvent) => {
    if (containedKeys.delete(event.code) && event.type === 'keyup') event.stopImmediatePropagation();
  };
  for (const type of ['keydown', 'keyup'] as const) addEventListener(type, onKey, { ...untilDestroyed, capture: true });
}
