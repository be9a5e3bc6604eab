const STOPS = 'button, textarea, input, [tabindex="0"]';

/**
 * Looks after a panel that lies over the page. It stays within what is in sight where an on-screen keyboard covers the rest;
 * where it covers the whole page it is modal: nothing behind it can be reached by keys, or is read out; and where it only lies
 * beside the page it steps aside for what has the focus there. Gives its undo.
 */
export function manageOverlay(panel: HTMLElement): () => void {
  const { visualViewport } = window;
  const place = () => {
    // Whoever has zoomed in with two fingers looks where they like.
    const { offsetTop, height } = visualViewport?.scale === 1 ? visualViewport : { offsetTop: 0, height: innerHeight };
    panel.style.setProperty('--above', `${offsetTop}px`);
    panel.style.setProperty('--below', `${Math.max(0, innerHeight - offsetTop - height)}px`);
    panel.ariaModal = String(panel.offsetWidth >= innerWidth);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { activeElement } = panel.getRootNode() as ShadowRoot;
    if (event.key !== 'Tab' || panel.ariaModal !== 'true' || !activeElement) return;
    const stops = [...panel.querySelectorAll<HTMLElement>(STOPS)];
    const ahead = event.shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    if (stops.some(stop => activeElement.compareDocumentPosition(stop) & ahead)) return;
    event.preventDefault();
    stops.at(event.shiftKey ? -1 : 0)?.focus();
  };
  /** What has the focus in the page must not be behind the panel (WCAG 2.4.11), which then goes to the other side. */
  const onFocus = ({ target }: FocusEvent) => {
    const { host } = panel.getRootNode() as ShadowRoot;
    const isBehind = () => {
      const { x, y, width, height } = (target as Element).getBoundingClientRect();
      return target !== host && document.elementFromPoint(x + width / 2, y + height / 2) === host;
    };
    // It is scrolled into sight first, where it has to be.
    requestAnimationFrame(() => {
      // Where the window is too narrow for that, nothing is won, and it stays.
      for (let tries = 0; tries < 2 && isBehind(); tries++) panel.classList.toggle('aside');
    });
  };
  // A window that is made wider, or a phone that is turned, makes the panel one of two beside each other.
  const views = [window, visualViewport];
  for (const view of views) view?.addEventListener('resize', place);
  visualViewport?.addEventListener('scroll', place);
  panel.addEventListener('keydown', onKeyDown);
  document.addEventListener('focusin', onFocus);
  // Within a page's element that has a transform or a filter, what is fixed is fixed to that element, and has it for its offset
  // parent (https://drafts.csswg.org/cssom-view/#dom-htmlelement-offsetparent). The top layer is out of its reach.
  if (panel.offsetParent) {
    panel.popover = 'manual';
    panel.showPopover();
  }
  place();
  return () => {
    for (const view of views) view?.removeEventListener('resize', place);
    visualViewport?.removeEventListener('scroll', place);
    panel.removeEventListener('keydown', onKeyDown);
    document.removeEventListener('focusin', onFocus);
  };
}
