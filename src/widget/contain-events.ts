/** What goes through the page although it concerns the widget alone: hotkeys, "unsaved changes", a page's own scrolling. */
const INNER = 'keydown keypress keyup beforeinput input cut copy paste wheel touchmove'.split(' ');

/**
 * Keys that are meant for the page also while somebody types: out of the widget, its help, its own combinations (AltGr, which types
 * characters, says that it is Ctrl and Alt), and Escape. What the widget has had a use for it marks as handled, and it stays.
 */
const keep = (event: Event) => {
  const { key, ctrlKey, altKey, metaKey } = event as Partial<KeyboardEvent>;
  const isForPage = key && (metaKey || (ctrlKey && !altKey) || /^(Tab|Esc|F\d)/.test(key));
  if (event.defaultPrevented || !isForPage) event.stopPropagation();
};

/**
 * Keeps what is typed, pasted and scrolled in a panel from the page's listeners. Events that leave a shadow root seem to come from its
 * host, so that a page can't know they come from a text field, where its hotkeys should be silent.
 */
export function containEvents(panel: HTMLElement): void {
  // The same listener is added once, however often this is called.
  for (const type of INNER) panel.addEventListener(type, keep, { passive: true });
}
