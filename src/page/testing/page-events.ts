/** What browsers tell a page, in the orders in which they were measured to tell it; for tests in happy-dom. */

let visibility: DocumentVisibilityState = 'visible';

/** Turns the page's visibility, with or without the event. */
function turn(next: DocumentVisibilityState, isTold = true): void {
  visibility = next;
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
  if (isTold) document.dispatchEvent(new Event('visibilitychange'));
}

const transition = (type: 'pagehide' | 'pageshow', persisted: boolean) =>
  window.dispatchEvent(Object.assign(new Event(type), { persisted }));

export const pageEvents = {
  /** In sight, as a page that has just been loaded; nothing is told. */
  reset: () => turn('visible', false),
  switchAway: () => turn('hidden'),
  switchBack: () => turn('visible'),
  /** A visible tab is closed, reloaded or led elsewhere: both events, in this order in all engines. */
  leave(persisted = false): void {
    transition('pagehide', persisted);
    turn('hidden');
  },
  /** A tab that is hidden already is closed: one event only. */
  closeHidden: () => void transition('pagehide', false),
  /** Back from the back/forward cache, as Chromium tells it. */
  returnFromCache(): void {
    transition('pageshow', true);
    turn('visible');
  },
  /** The same the other way round, as engines have done it before. */
  returnVisibleFirst(): void {
    turn('visible');
    transition('pageshow', true);
  },
  /** The end of every ordinary load. */
  finishLoading: () => void transition('pageshow', false),
};
