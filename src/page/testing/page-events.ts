/** Fires the events of a page for tests in happy-dom, in the orders measured in real browsers. */

let visibility: DocumentVisibilityState = 'visible';

function setVisibility(next: DocumentVisibilityState, { firesEvent = true } = {}): void {
  visibility = next;
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
  if (firesEvent) document.dispatchEvent(new Event('visibilitychange'));
}

const firePageTransition = (type: 'pagehide' | 'pageshow', persisted: boolean) =>
  window.dispatchEvent(Object.assign(new Event(type), { persisted }));

export const pageEvents = {
  /** Makes the page visible, as after loading. Fires no event. */
  reset: () => setVisibility('visible', { firesEvent: false }),
  switchAway: () => setVisibility('hidden'),
  switchBack: () => setVisibility('visible'),
  /**
   * Closes or reloads a visible tab, or follows a link in it. All engines fire both events, in this
   * order.
   */
  leave(persisted = false): void {
    firePageTransition('pagehide', persisted);
    setVisibility('hidden');
  },
  /** Closes a hidden tab, which fires one event only. */
  closeHidden: () => void firePageTransition('pagehide', false),
  /** Returns from the back/forward cache, in Chromium's order. */
  returnFromCache(): void {
    firePageTransition('pageshow', true);
    setVisibility('visible');
  },
  /** Returns from the back/forward cache in the other order, which engines have used before. */
  returnVisibleFirst(): void {
    setVisibility('visible');
    firePageTransition('pageshow', true);
  },
  /** The end of every ordinary page load. */
  finishLoading: () => void firePageTransition('pageshow', false),
};
