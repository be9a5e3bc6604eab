/**
 * Tells when this page goes out of sight (`hidden`), when it goes away (`gone`) and when it is back (`back`).
 *
 * A closed tab, a reload, the next page and the back/forward cache look the same at `pagehide`, so nothing is decided here.
 * A visible tab that is closed gives `pagehide`, then `visibilitychange`; Firefox loses many requests made in the first
 * and hardly any made in the second, so `gone` is told at both. A tab that was hidden already gives only `pagehide`.
 * There is no `unload` listener: one would cost the host its back/forward cache (https://web.dev/articles/bfcache).
 */
export function watchPageLifecycle(tell: (what: 'hidden' | 'gone' | 'back') => void): () => void {
  let gone = false;
  const onPageHide = () => {
    gone = true;
    tell('gone');
  };
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') tell(gone ? 'gone' : 'hidden');
    else if (!gone) tell('back');
  };
  const onPageShow = () => {
    if (!gone) return;
    gone = false;
    tell('back');
  };
  addEventListener('pagehide', onPageHide);
  addEventListener('pageshow', onPageShow);
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    removeEventListener('pagehide', onPageHide);
    removeEventListener('pageshow', onPageShow);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
