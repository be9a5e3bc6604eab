/**
 * `koji-embed/react`: defines `<koji-interview>`, as `koji-embed/element` does, and types it for
 * the JSX of React 19.
 */
import type { HTMLAttributes, RefAttributes } from 'react';
import type { KojiInterviewElement } from './element.ts';
import type { InterviewAttributes, InterviewListeners } from './widget/attributes.ts';

export * from './element.ts';

/** Props of `<koji-interview>` in React's JSX. */
export type InterviewElementProps = InterviewAttributes &
  InterviewListeners &
  Omit<HTMLAttributes<KojiInterviewElement>, keyof InterviewAttributes> &
  RefAttributes<KojiInterviewElement>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'koji-interview': InterviewElementProps;
    }
  }
}
