import { Notice } from '../Notice.tsx';
import type { ViewProps } from '../Widget.tsx';
import type { Texts } from './texts.ts';

/** Another tab runs the interview: nothing is lost, and one of the two may go on. */
export const OpenInOtherTab = ({ model, texts }: ViewProps & { texts: Texts }) => (
  <Notice title={texts.otherTabTitle} actions={[[texts.goOnHere, model.interview.takeOver]]}>
    {texts.otherTab}
  </Notice>
);
