import { effect, type Signal } from '@preact/signals';

/** The reader counts as being at the end within this distance, in pixels. */
const END_DISTANCE = 48;

/**
 * Keeps a reader at the end of a conversation there when anything grows or shrinks: a reply, a
 * control, an on-screen keyboard. A reader who has scrolled up is left alone.
 *
 * @param isAtEnd is updated when the reader scrolls; setting it to true scrolls to the end
 * @returns stops it
 */
export function stickToBottom(scroller: HTMLElement, isAtEnd: Signal<boolean>): () => void {
  let lastTop = scroller.scrollTop;
  const scrollToEnd = () => {
    if (!isAtEnd.value) return;
    scroller.scrollTop = scroller.scrollHeight;
    // The scroll event of this comes with the next frame, and the reader may scroll up before it.
    lastTop = scroller.scrollTop;
  };
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    // Only scrolling up leaves the end. A reply may have grown by more than the distance since the
    // last event.
    if (scrollHeight - scrollTop - clientHeight < END_DISTANCE) isAtEnd.value = true;
    else if (scrollTop < lastTop) isAtEnd.value = false;
    lastTop = scrollTop;
  };
  const stopEffect = effect(scrollToEnd);
  // Runs between layout and paint: nothing is measured twice, and no frame shows the old position.
  const sizes = new ResizeObserver(scrollToEnd);
  for (const element of [scroller, ...scroller.children]) sizes.observe(element);
  scroller.addEventListener('scroll', onScroll);
  return () => {
    stopEffect();
    sizes.disconnect();
    scroller.removeEventListener('scroll', onScroll);
  };
}
