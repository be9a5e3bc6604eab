import { useLayoutEffect, useRef } from 'preact/hooks';
import { CloseIcon } from './CloseIcon.tsx';
import { containEvents } from './contain-events.ts';
import { useDeferredViews } from './load-deferred.ts';
import { Screen } from './Screen.tsx';
import type { ViewProps } from './view-props.ts';

/** The open widget: a dialog over the page, or a section of it (mode `inline`). */
export function Panel(props: ViewProps) {
  const { model, texts, options } = props;
  const isInline = options.mode === 'inline';
  const panel = useRef<HTMLElement>(null);
  // Loaded only once there is a first question, which the request would delay.
  const deferred = useDeferredViews(props, !isInline && model.interview.interviewId.value !== null);
  const manageOverlay = deferred?.manageOverlay;

  useLayoutEffect(() => containEvents(panel.current!), []);
  useLayoutEffect(() => manageOverlay?.(panel.current!), [manageOverlay]);

  const onKeyDown = (event: KeyboardEvent) => {
    // Escape may only cancel what an input method composes (Safari reports that as keyCode 229).
    if (event.key !== 'Escape' || isInline || event.defaultPrevented || event.isComposing || event.keyCode === 229)
      return;
    // Otherwise the browser also closes an open dialog of the page.
    event.preventDefault();
    if (model.isConfirmingEnd.value) model.isConfirmingEnd.value = false;
    else model.close();
  };
  return (
    <section
      class="panel"
      part="panel"
      role={isInline ? undefined : 'dialog'}
      aria-label={isInline ? undefined : texts.interview}
      onKeyDown={onKeyDown}
      ref={panel}
    >
      {!isInline && (
        <button type="button" class="icon close" aria-label={texts.close} onClick={model.close}>
          <CloseIcon />
        </button>
      )}
      <Screen {...props} />
    </section>
  );
}
