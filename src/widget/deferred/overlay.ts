import { keepUsable, type OverlayActions } from './keep-usable.ts';

/** What the Tab key stops at. */
const TAB_STOPS = 'button, textarea, input, [tabindex="0"]';

/**
 * Manages a panel that lies over the page:
 *
 * - It stays in the visible part of the page when an on-screen keyboard covers the rest.
 * - While it covers the whole page it is modal: Tab stays inside, and screen readers skip the page.
 * - While the page keeps a panel that was asked for from being used, it is modal too: see `keepUsable`.
 * - While it lies beside the page it moves out of the way of what has the focus in the page.
 *
 * @returns stops managing the panel
 */
export function manageOverlay(panel: HTMLDialogElement, actions: Pick<OverlayActions, 'dismiss' | 'emit'>): () => void {
  const { visualViewport } = window;
  let isOnTop = false;
  const place = () => {
    // A visitor who has zoomed in with two fingers decides what is visible.
    const { offsetTop, height } = visualViewport?.scale === 1 ? visualViewport : { offsetTop: 0, height: innerHeight };
    panel.style.setProperty('--above', `${offsetTop}px`);
    panel.style.setProperty('--below', `${Math.max(0, innerHeight - offsetTop - height)}px`);
    panel.ariaModal = String(isOnTop || panel.offsetWidth >= innerWidth);
  };

  // Resizing the window or turning a phone can make a panel modal that was not, and the other way
  // round.
  const viewports = [window, visualViewport];
  for (const viewport of viewports) viewport?.addEventListener('resize', place);
  visualViewport?.addEventListener('scroll', place);
  const onKeyDown = (event: KeyboardEvent) => keepTabInside(panel, event);
  panel.addEventListener('keydown', onKeyDown);
  // Not the target: inside another shadow root, that is the outer host.
  const onFocusIn = (event: FocusEvent) => moveAside(panel, event.composedPath()[0] as Element);
  document.addEventListener('focusin', onFocusIn);

  // Inside an element of the page with a transform or a filter, `position: fixed` is relative to
  // that element, which is then the offset parent
  // (https://drafts.csswg.org/cssom-view/#dom-htmlelement-offsetparent). The top layer is free of
  // it, and lies over an element that fills the screen.
  if (panel.offsetParent || document.fullscreenElement) {
    panel.open = false;
    panel.popover = 'manual';
    panel.showPopover();
  }
  const onTab = (event: KeyboardEvent) => keepTabInside(panel, event);
  place();
  const onChange = (isModal: boolean) => {
    isOnTop = isModal;
    place();
  };
  const stopKeepingUsable = keepUsable(panel, { ...actions, onChange, onTab });
  return () => {
    stopKeepingUsable();
    for (const viewport of viewports) viewport?.removeEventListener('resize', place);
    visualViewport?.removeEventListener('scroll', place);
    panel.removeEventListener('keydown', onKeyDown);
    document.removeEventListener('focusin', onFocusIn);
  };
}

/**
 * Moves the focus from the last tab stop to the first, and back with Shift, while the panel is
 * modal.
 */
function keepTabInside(panel: HTMLElement, event: KeyboardEvent): void {
  const { activeElement } = panel.getRootNode() as ShadowRoot;
  if (event.key !== 'Tab' || panel.ariaModal !== 'true' || !activeElement) return;
  const stops = [...panel.querySelectorAll<HTMLElement>(TAB_STOPS)];
  const ahead = event.shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  if (stops.some(stop => activeElement.compareDocumentPosition(stop) & ahead)) return;
  event.preventDefault();
  stops.at(event.shiftKey ? -1 : 0)?.focus();
}

/** Moves the panel to the other side if it hides the focused element of the page (WCAG 2.4.11). */
function moveAside(panel: HTMLElement, focused: Element): void {
  const { host } = panel.getRootNode() as ShadowRoot;
  const scope = host.getRootNode() as Document | ShadowRoot;
  const isHidden = () => {
    const { x, y, width, height } = focused.getBoundingClientRect();
    // happy-dom and jsdom, in which hosts test their pages, have no `elementFromPoint`.
    return !panel.contains(focused) && scope.elementFromPoint?.(x + width / 2, y + height / 2) === host;
  };
  // In the next frame, after the browser has scrolled the element into view.
  requestAnimationFrame(() => {
    if (!isHidden()) return;
    panel.classList.toggle('aside');
    // In a narrow window both sides hide it, and the panel stays.
    if (isHidden()) panel.classList.toggle('aside');
  });
}
