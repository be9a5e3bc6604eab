import { type InterviewHandle, type InterviewOptions, mount } from 'koji-embed';
import { type MaybeRefOrGetter, type ShallowRef, toValue, watchEffect } from 'vue';

/**
 * Mounts an inline interview in an element of the template. It is removed with the component,
 * continues when mounted again, and is mounted again when its options change.
 *
 * @param onMount called each time it is mounted, to listen to its events
 */
export function useInterview(
  container: Readonly<ShallowRef<HTMLElement | null>>,
  options: MaybeRefOrGetter<InterviewOptions>,
  onMount: (interview: InterviewHandle) => void = () => {},
): void {
  watchEffect(
    onCleanup => {
      if (!container.value) return;
      const interview = mount({ ...toValue(options), mode: 'inline', target: container.value });
      onMount(interview);
      onCleanup(() => interview.destroy());
    },
    { flush: 'post' },
  );
}
