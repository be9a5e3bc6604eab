import { effect, type Signal } from '@preact/signals';

/** Within so many pixels of the end the reader is at the end. */
const NEAR = 48;

/**
 * Keeps a reader who is at the end of a conversation there, whatever grows or shrinks: a reply, a control, an on-screen keyboard.
 * Whoever reads further up is left alone. Gives its undo.
 *
 * @param isAtEnd is kept true to what the reader does; set to true, it leads to the end
 */
export function stickToBottom(scroller: HTMLElement, isAtEnd: Signal<boolean>): () => void {
  let top = scroller.scrollTop;
  const toEnd = () => {
    if (!isAtEnd.value) return;
    scroller.scrollTop = scroller.scrollHeight;
    // Told of it only with the next frame, until when the reader may have gone up from here.
    top = scroller.scrollTop;
  };
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    // Only who goes up has left: a reply may have grown by more than that since the last look.
    if (scrollHeight - scrollTop - clientHeight < NEAR) isAtEnd.value = true;
    else if (scrollTop < top) isAtEnd.value = false;
    top = scrollTop;
  };
  const undo = effect(toEnd);
  // It tells of sizes after layout and before paint: nothing is measured twice, and no frame shows the old place.
  const sizes = new ResizeObserver(toEnd);
  for (const element of [scroller, ...scroller.children]) sizes.observe(element);
  scroller.addEventListener('scroll', onScroll);
  return () => {
    undo();
    sizes.disconnect();
    scroller.removeEventListener('scroll', onScroll);
  };
}
