import type { VNode } from 'preact';
import type { DeferredViewProps } from '../view-props.ts';
import { EndConfirmation } from './EndConfirmation.tsx';

/** Draws what takes the place of the message box: undefined while an answer can be written. */
export function replaceComposer(props: DeferredViewProps): VNode | undefined {
  const { model, texts } = props;
  if (model.isShowingClosingMessage.value) {
    return (
      <p class="composer quiet" role="status">
        {texts.completing}
      </p>
    );
  }
  return model.isConfirmingEnd.value ? <EndConfirmation {...props} /> : undefined;
}
