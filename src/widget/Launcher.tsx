import { ChangingText } from './ChangingText.tsx';
import { focusWithoutStealing } from './focus.ts';

/**
 * The button that opens the interview. The script tag's loader paints the same one without Preact.
 */
export const Launcher = ({ onOpen, children }: { onOpen(): void; children: string }) => (
  <button type="button" class="launcher" part="launcher" ref={focusWithoutStealing} onClick={onOpen}>
    <ChangingText>{children}</ChangingText>
  </button>
);
