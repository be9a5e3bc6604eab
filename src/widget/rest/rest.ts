/** All that is not needed before the first question stands; one chunk, fetched while the first answer is being typed. */
import { adopt } from '../style-sheets.ts';
import { Elsewhere } from './Elsewhere.tsx';
import { Failed } from './Failed.tsx';
import css from './rest.css?inline';
import { submitHere } from './submit-here.ts';
import { ThankYou } from './ThankYou.tsx';

export * from '../../model/later.ts';
export { CONTROLS } from './controls.ts';
export { cover } from './cover.ts';
export { Ending } from './Ending.tsx';
export { follow } from './follow.ts';
export { hint } from './hint.tsx';
export { NewMessage } from './NewMessage.tsx';
export { Reply } from './Reply.tsx';
export { readable } from './readable.ts';
export { TimeLeft } from './TimeLeft.tsx';
export { REST_TEXTS } from './texts.ts';
export { tooMany } from './too-many.ts';

/** Screens of their own, by the phase they stand for. */
export const SCREENS = { elsewhere: Elsewhere, failed: Failed, completed: ThankYou };

/** What a root needs for all of this; once is enough, more does no harm. */
export function settleIn(root: ShadowRoot): void {
  adopt(root, 'rest', css);
  submitHere(root);
}
