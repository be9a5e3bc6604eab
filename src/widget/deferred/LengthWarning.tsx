import { signal } from '@preact/signals';
import { View } from '../view.ts';

/** Typing has come to rest after so many milliseconds (as in https://design-system.service.gov.uk/components/character-count/). */
const REST = 1000;

/**
 * How much too long a text is, inside of a status. The eye sees it with every key; who listens is told as soon as it is too long,
 * and from then on only what it comes to when the typing rests.
 */
export class LengthWarning extends View<{ says: string }> {
  #told = signal(this.props.says);
  #timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidUpdate(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#told.value = this.props.says;
    }, REST);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
    super.componentWillUnmount();
  }

  override draw({ says }: { says: string }) {
    return (
      <>
        <span aria-hidden="true">{says}</span>
        <span class="hidden">{this.#told.value}</span>
      </>
    );
  }
}
