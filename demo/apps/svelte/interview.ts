import { type InterviewHandle, type InterviewOptions, mount } from 'koji-embed';
import type { Attachment } from 'svelte/attachments';

/**
 * Mounts an inline interview in an element:
 * `<div {@attach attachInterview({ study: 'churn' })}></div>`. It is removed with the element,
 * continues when mounted again, and is mounted again when its options change.
 *
 * @param onMount called each time it is mounted, to listen to its events
 */
export const attachInterview =
  (options: InterviewOptions, onMount: (interview: InterviewHandle) => void = () => {}): Attachment<HTMLElement> =>
  target => {
    const interview = mount({ ...options, mode: 'inline', target });
    onMount(interview);
    return () => interview.destroy();
  };
