import type { InterviewAttributes, InterviewListeners, KojiInterviewElement } from 'koji-embed/element';
import type { HTMLAttributes } from 'svelte/elements';

/** What markup is told of the element. */
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'koji-interview': InterviewAttributes &
      InterviewListeners &
      Omit<HTMLAttributes<KojiInterviewElement>, keyof InterviewAttributes>;
  }
}
