/** `koji-embed/element`: importing it defines `<koji-interview>`, which is inline by default. */
import { KojiInterviewElement } from './widget/interview-element.ts';

// A second copy of this file on the page keeps the first one's element.
if (typeof customElements !== 'undefined' && !customElements.get('koji-interview')) {
  customElements.define('koji-interview', KojiInterviewElement);
}

export type { InterviewAttributes, InterviewListeners } from './widget/attributes.ts';
export { KojiInterviewElement };

declare global {
  interface HTMLElementTagNameMap {
    'koji-interview': KojiInterviewElement;
  }
}
