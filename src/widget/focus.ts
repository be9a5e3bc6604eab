/** What the visitor has asked for last, so that the focus may come in from the page. */
let invited: Node | null = null;

/** Says that the visitor has asked for this widget. */
export const invite = (root: Node): void => {
  invited = root;
};

/** Roots that had the focus last: an element that is removed takes the focus with it, to the body. */
const lastInside = new WeakSet<Node>();

/**
 * Moves the focus to an element, if the focus is in the widget already, was there until its element went, or was asked for:
 * a screen that replaces another takes the reader along, and a page the visitor is busy in is left alone. As a `ref` it does so
 * when the element comes. Never scrolls the host's page.
 */
export function focusGently(target: HTMLElement | null | undefined): void {
  // One that has been taken out again is in no such root, and has neither the focus nor an invitation.
  const root = target?.getRootNode() as ShadowRoot | undefined;
  const { activeElement, body } = document;
  const isFree = !activeElement || activeElement === body;
  if (!root || (activeElement !== root.host && invited !== root && !(isFree && lastInside.has(root)))) return;
  target!.focus({ preventScroll: true });
  invited = null;
}

/** Keeps note of whether the focus is in a root, for as long as its widget lives. */
export function watchFocus(root: ShadowRoot, life: AddEventListenerOptions): void {
  const onFocus = ({ type, relatedTarget }: Event & { relatedTarget?: EventTarget | null }) => {
    if (type === 'focusin') lastInside.add(root);
    // Without a next place the element itself has gone, the window has lost the focus, or the visitor has clicked the page.
    else if (relatedTarget) lastInside.delete(root);
  };
  const onPress = ({ target }: Event) => {
    if (target !== root.host) lastInside.delete(root);
  };
  for (const type of ['focusin', 'focusout']) root.addEventListener(type, onFocus, life);
  document.addEventListener('pointerdown', onPress, life);
}
