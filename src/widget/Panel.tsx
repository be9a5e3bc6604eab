import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { CloseIcon } from './CloseIcon.tsx';
import { containEvents } from './contain-events.ts';
import { isFocusBlocked } from './focus.ts';
import { useDeferredViews } from './load-deferred.ts';
import { Screen } from './Screen.tsx';
import type { ViewProps } from './view-props.ts';

/** The open widget: a dialog over the page, or a section of it (mode `inline`). */
export function Panel(props: ViewProps) {
  const { model, texts, options, root, emit } = props;
  const isInline = options.mode === 'inline';
  const panel = useRef<HTMLDialogElement>(null);
  const isBlocked = useSignal(false);
  // Loaded only once there is a first question, which the request would delay; or to make a panel
  // usable that the page blocks.
  const deferred = useDeferredViews(
    props,
    !isInline && (model.interview.interviewId.value !== null || isBlocked.value),
  );
  const manageOverlay = deferred?.manageOverlay;

  useLayoutEffect(() => containEvents(panel.current!), []);
  useLayoutEffect(() => {
    isBlocked.value = isFocusBlocked(root);
    return manageOverlay?.(panel.current!, { dismiss, emit });
  }, [manageOverlay]);

  const dismiss = () => {
    if (model.isConfirmingEnd.value) model.isConfirmingEnd.value = false;
    else model.close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape may only cancel what an input method composes (Safari reports that as keyCode 229).
    if (event.key !== 'Escape' || isInline || event.defaultPrevented || event.isComposing || event.keyCode === 229)
      return;
    // Otherwise the browser also closes an open dialog of the page.
    event.preventDefault();
    dismiss();
  };
  const Box = isInline ? 'section' : 'dialog';
  return (
    <Box
      open={!isInline}
      class="panel"
      part="panel"
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
    </Box>
  );
}
