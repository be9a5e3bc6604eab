import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ChangingText } from '../ChangingText.tsx';

/**
 * How long typing has to pause before the new length is announced, in milliseconds
 * (as in https://design-system.service.gov.uk/components/character-count/).
 */
const PAUSE = 1000;

/**
 * Says how much too long a text is, inside a status. The visible text follows each key. A screen
 * reader announces the first warning at once, and later ones only when the typing pauses.
 */
export function LengthWarning({ warning }: { warning: string }) {
  const announced = useSignal(warning);
  useEffect(() => {
    const timer = setTimeout(() => {
      announced.value = warning;
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [warning]);
  return (
    <>
      <span aria-hidden="true" key={warning}>
        {warning}
      </span>
      <span class="hidden">
        <ChangingText>{announced.value}</ChangingText>
      </span>
    </>
  );
}
