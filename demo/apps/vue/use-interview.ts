import { type InterviewHandle, type InterviewOptions, mount } from 'koji-embed';
import { type MaybeRefOrGetter, type ShallowRef, toValue, watchEffect } from 'vue';

/**
 * An interview in an element of the template. It leaves the page with the component, goes on when it is mounted again, and is
 * mounted anew when its options change.
 *
 * @param listen for its events, each time it is mounted
 */
export function useInterview(
  place: Readonly<ShallowRef<HTMLElement | null>>,
  options: MaybeRefOrGetter<InterviewOptions>,
  listen: (interview: InterviewHandle) => void = () => {},
): void {
  watchEffect(
    onCleanup => {
      if (!place.value) return;
      const interview = mount({ ...toValue(options), mode: 'inline', target: place.value });
      listen(interview);
      onCleanup(() => interview.destroy());
    },
    { flush: 'post' },
  );
}
