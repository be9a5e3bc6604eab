import { focusWithoutStealing } from './focus.ts';

/** The button that opens the interview. The script tag paints the same one before any of this is loaded. */
export const Launcher = ({ onOpen, children }: { onOpen(): void; children: string }) => (
  <button type="button" class="launcher" part="launcher" ref={focusWithoutStealing} onClick={onOpen}>
    {children}
  </button>
);
