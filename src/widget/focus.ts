/** The widget that the visitor opened last: the focus may move into it from the page, once. */
let openedRoot: Node | null = null;

/** Allows the focus to move from the page into this widget, because the visitor has opened it. */
export const allowFocus = (root: Node): void => {
  openedRoot = root;
};

/**
 * Widgets that had the focus last. A removed element loses its focus to the body, which does not
 * take them off the list.
 */
const lastFocused = new WeakSet<Node>();

/**
 * Moves the focus to an element if the focus is in the same widget, or was until its element was
 * removed, or if the visitor has just opened the widget. So a new screen takes the focus along, and
 * a visitor who is busy in the page keeps it. Never scrolls the page. Can be used as a `ref`.
 */
export function focusWithoutStealing(target: HTMLElement | null): void {
  // The root of an element that was removed again is no shadow root, and has no active element.
  const root = target?.getRootNode() as ShadowRoot | undefined;
  const { activeElement, body } = document;
  const isNothingFocused = !activeElement || activeElement === body;
  const isAllowed = root && (root.activeElement || openedRoot === root || (isNothingFocused && lastFocused.has(root)));
  if (!isAllowed) return;
  target!.focus({ preventScroll: true });
  openedRoot = null;
  blockedRoot = root.activeElement ? null : root;
}

/** The widget that was opened last, if the page has kept the focus from it. */
let blockedRoot: Node | null = null;

/**
 * Whether the visitor has opened this widget and the page has kept the focus from it: by a modal
 * dialog, by `inert`, or by a focus trap.
 */
export const isFocusBlocked = (root: Node): boolean => blockedRoot === root;

/** Keeps track of whether the focus is in a widget. */
export function trackFocus(root: ShadowRoot, untilDestroyed: AddEventListenerOptions): void {
  const onFocusIn = () => lastFocused.add(root);
  const onFocusOut = ({ relatedTarget }: Event & { relatedTarget?: EventTarget | null }) => {
    // No next element: this one was removed, the window has lost the focus, or the visitor has
    // clicked the page.
    if (relatedTarget) lastFocused.delete(root);
  };
  // Not by the target: inside another shadow root, that is the outer host.
  const onPointerDown = (event: Event) => {
    if (!event.composedPath().includes(root)) lastFocused.delete(root);
  };
  root.addEventListener('focusin', onFocusIn, untilDestroyed);
  root.addEventListener('focusout', onFocusOut, untilDestroyed);
  document.addEventListener('pointerdown', onPointerDown, untilDestroyed);
}

/** Returns the focused element, also in shadow roots. */
function getFocusedElement(): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element as HTMLElement | null;
}

/** Lets the focus into a widget that opens, and moves it back when the widget closes. */
export interface FocusReturn {
  /** @param isUnasked the visitor has not asked for the widget, and keeps the focus */
  onOpen(isUnasked: boolean): void;
  onClose(): void;
}

/**
 * @param hasLauncher whether the widget shows its own launcher, which then takes the focus when the
 * widget closes
 */
export function createFocusReturn(root: ShadowRoot, hasLauncher: () => boolean): FocusReturn {
  let opener: HTMLElement | null = null;
  return {
    onOpen(isUnasked) {
      opener = getFocusedElement();
      blockedRoot = null;
      if (!isUnasked) allowFocus(root);
    },
    onClose() {
      if (root.activeElement && !hasLauncher()) opener?.focus({ preventScroll: true });
    },
  };
}
