/** All that is not needed before the first question stands; one chunk, fetched while the first answer is being typed. */
import { adoptStyleSheet } from '../style-sheets.ts';
import css from './deferred.css?inline';
import { Failed } from './Failed.tsx';
import { OpenInOtherTab } from './OpenInOtherTab.tsx';
import { submitByEvent } from './submit-by-event.ts';
import { ThankYou } from './ThankYou.tsx';

export * from '../../model/deferred.ts';
export { CONTROLS } from './controls.ts';
export { EndConfirmation } from './EndConfirmation.tsx';
export { excessCharacters } from './excess-characters.ts';
export { formatTurn } from './format-turn.ts';
export { hint } from './hint.tsx';
export { NewMessageButton } from './NewMessageButton.tsx';
export { manageOverlay } from './overlay.ts';
export { PartialReply } from './PartialReply.tsx';
export { stickToBottom } from './stick-to-bottom.ts';
export { TimeLeft } from './TimeLeft.tsx';
export { DEFERRED_TEXTS } from './texts.ts';

/** Screens of their own, by the phase they stand for. */
export const SCREENS = { in_other_tab: OpenInOtherTab, failed: Failed, completed: ThankYou };

/** What a root needs for all of this; once is enough, more does no harm. */
export function prepareRoot(root: ShadowRoot): void {
  adoptStyleSheet(root, 'rest', css);
  submitByEvent(root);
}
