/**
 * Everything that is not needed before the first question: one chunk, loaded while the first answer
 * is typed.
 */
import { adoptStyleSheet } from '../style-sheets.ts';
import { containPresses } from './contain-presses.ts';
import css from './deferred.css?inline';
import { Failed } from './Failed.tsx';
import { OpenInOtherTab } from './OpenInOtherTab.tsx';
import { submitByEvent } from './submit-by-event.ts';
import { ThankYou } from './ThankYou.tsx';

export * from '../../model/deferred.ts';
export { checkOptions } from '../check-options.ts';
export { drawControl } from './draw-control.tsx';
export { excessCharacters } from './excess-characters.ts';
export { formatTurn } from './format-turn.ts';
export { Hint } from './Hint.tsx';
export { NewMessages } from './NewMessages.tsx';
export { manageOverlay } from './overlay.ts';
export { PartialReply } from './PartialReply.tsx';
export { replaceComposer } from './replace-composer.tsx';
export { TimeLeft } from './TimeLeft.tsx';
export { DEFERRED_TEXTS } from './texts.ts';

/** Whole screens, by the phase of the interview that shows them. */
export const SCREENS = { in_other_tab: OpenInOtherTab, failed: Failed, completed: ThankYou };

/** Prepares a shadow root for the deferred views. Calling it again changes nothing. */
export function prepareRoot(root: ShadowRoot): void {
  adoptStyleSheet(root, 'deferred', css);
  submitByEvent(root);
  containPresses(root);
}
