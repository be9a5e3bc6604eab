import type { InterviewAttributes, InterviewListeners, KojiInterviewElement } from 'koji-embed/element';
import type { HTMLAttributes } from 'svelte/elements';

/** Types of the element for Svelte's markup. */
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'koji-interview': InterviewAttributes &
      InterviewListeners &
      Omit<HTMLAttributes<KojiInterviewElement>, keyof InterviewAttributes>;
  }
}
