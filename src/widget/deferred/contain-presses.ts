/** Events by which pages forbid selecting, copying and dragging, and start gestures of their own. */
const CONTAINED_EVENTS = ['selectstart', 'contextmenu', 'dragstart', 'touchstart'];

/** Where a press of the mouse has to place the caret, move the focus or begin a selection. */
const TEXTS = 'textarea, input, .turn';

/**
 * Keeps pages from forbidding to select, to type and to tap in the widget. "Copy protection" and
 * drag-and-drop libraries call `preventDefault` for everything but text fields, and to the page an
 * event from a shadow root comes from its host element, which is none
 * (https://github.com/atlassian/react-beautiful-dnd/issues/110). `mousedown` elsewhere in the
 * widget, `pointerdown` and `click` still reach the page: its menus close by them. Calling it again
 * changes nothing.
 */
export function containPresses(root: ShadowRoot): void {
  for (const type of CONTAINED_EVENTS) root.addEventListener(type, stopPropagation, { passive: true });
  root.addEventListener('mousedown', stopInTexts);
}

const stopPropagation = (event: Event) => event.stopPropagation();

const stopInTexts = (event: Event) => {
  if ((event.target as Element).closest(TEXTS)) event.stopPropagation();
};
