import { Notice } from '../Notice.tsx';
import type { DeferredViewProps } from '../view-props.ts';

/** Another tab runs the interview: offers to continue it in this one. */
export const OpenInOtherTab = ({ model, texts }: DeferredViewProps) => (
  <Notice title={texts.otherTabTitle} actions={[[texts.continueHere, model.interview.takeOver]]}>
    {texts.otherTabText}
  </Notice>
);
