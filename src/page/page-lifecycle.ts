/**
 * `hidden`: out of sight. `gone`: closed, reloaded, or replaced by another page. `back`: visible
 * again.
 */
export type PageEvent = 'hidden' | 'gone' | 'back';

/**
 * Reports when this page is hidden, when it goes away, and when it comes back.
 *
 * A closed tab, a reload, the next page and the back/forward cache look the same at `pagehide`, so
 * this function does not tell them apart. Closing a visible tab fires `pagehide`, then
 * `visibilitychange`; closing a hidden tab fires only `pagehide`. `gone` is reported at both
 * events, because Firefox loses many requests made in the first and hardly any made in the second.
 * There is no `unload` listener, which would disable the host's back/forward cache
 * (https://web.dev/articles/bfcache).
 *
 * @returns stops watching
 */
export function watchPageLifecycle(onEvent: (event: PageEvent) => void): () => void {
  let isGone = false;
  const onPageHide = () => {
    isGone = true;
    onEvent('gone');
  };
  const onVisibilityChange = () => {
    if (document.visibilityState === 'hidden') onEvent(isGone ? 'gone' : 'hidden');
    else if (!isGone) onEvent('back');
  };
  const onPageShow = () => {
    if (!isGone) return;
    isGone = false;
    onEvent('back');
  };
  addEventListener('pagehide', onPageHide);
  addEventListener('pageshow', onPageShow);
  document.addEventListener('visibilitychange', onVisibilityChange);
  return () => {
    removeEventListener('pagehide', onPageHide);
    removeEventListener('pageshow', onPageShow);
    document.removeEventListener('visibilitychange', onVisibilityChange);
  };
}
