/**
 * Calls back once, as soon as the element can be seen: it is scrolled into the window, and no part
 * of the page hides it (`display: none`). A page in the background or a prerendered one is not
 * seen either. Returns a function that stops waiting.
 */
export function whenVisible(element: Element, callback: () => void): () => void {
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    observer.disconnect();
    callback();
  });
  observer.observe(element);
  return () => observer.disconnect();
}
