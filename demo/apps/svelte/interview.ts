import { type InterviewHandle, type InterviewOptions, mount } from 'koji-embed';
import type { Attachment } from 'svelte/attachments';

/**
 * `<div {@attach interview({ study: 'churn' })}></div>`: an interview in this element. It leaves the page with it, goes on
 * when it is mounted again, and is mounted anew when its options change.
 *
 * @param listen for its events, each time it is mounted
 */
export const interview =
  (options: InterviewOptions, listen: (interview: InterviewHandle) => void = () => {}): Attachment<HTMLElement> =>
  target => {
    const mounted = mount({ ...options, mode: 'inline', target });
    listen(mounted);
    return () => mounted.destroy();
  };
