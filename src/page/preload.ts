import { getConnection } from './connection.ts';

/** Safari has no `requestIdleCallback`: waiting time after `load` instead, in milliseconds. */
const TIME_WITHOUT_IDLE_CALLBACK = 1000;

interface Loader {
  /** Full address of the widget's module. */
  widgetAddress: string;
  loadWidget(): unknown;
}

/**
 * Fetches the widget at a low priority and then loads it, after the page's `load` event and when the
 * browser is idle; never for visitors who save data or have a 2G connection.
 */
export function preloadWhenIdle({ widgetAddress, loadWidget }: Loader): void {
  const loadIfCheap = () => {
    const { saveData, effectiveType } = getConnection();
    if (saveData || effectiveType?.endsWith('2g')) return;
    // An import alone has a high priority in Chromium.
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.setAttribute('fetchpriority', 'low');
    link.href = widgetAddress;
    link.onload = () => {
      link.remove();
      loadWidget();
    };
    link.onerror = () => link.remove();
    document.querySelector('head')?.append(link);
  };
  const wait = () => {
    if ('requestIdleCallback' in window) requestIdleCallback(loadIfCheap);
    else setTimeout(loadIfCheap, TIME_WITHOUT_IDLE_CALLBACK);
  };
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, { once: true });
}
