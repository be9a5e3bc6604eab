/** Events that pages react to, for example with hotkeys or an "unsaved changes" warning. */
const CONTAINED_EVENTS = [
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'cut',
  'copy',
  'paste',
  'wheel',
  'touchmove',
];

/**
 * Keys that still reach the page: Tab, function keys, Escape, and combinations with Ctrl or Cmd.
 * AltGr types characters and is reported as Ctrl and Alt. A key that the widget has used
 * (`preventDefault`) stays inside.
 */
const stopUnlessForPage = (event: Event) => {
  const { key, ctrlKey, altKey, metaKey } = event as Partial<KeyboardEvent>;
  const isForPage = key && (metaKey || (ctrlKey && !altKey) || /^(Tab|Esc|F\d)/.test(key));
  if (event.defaultPrevented || !isForPage) event.stopPropagation();
};

/**
 * Keeps typing, pasting and scrolling in a panel from the page's listeners. Events from a shadow
 * root appear to come from its host element, so a page can't tell that somebody is typing in a text
 * field and that its hotkeys should do nothing. Calling it again changes nothing.
 */
export function containEvents(panel: HTMLElement): void {
  for (const type of CONTAINED_EVENTS) panel.addEventListener(type, stopUnlessForPage, { passive: true });
}
