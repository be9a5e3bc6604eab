/** Door: defines `<koji-interview>`, as `koji-embed/element` does, and tells Preact's JSX what it takes. */
import type { ClassAttributes, HTMLAttributes } from 'preact';
import type { KojiInterviewElement } from './element.ts';
import type { InterviewAttributes, InterviewListeners } from './widget/attributes.ts';

export * from './element.ts';

/** What `<koji-interview>` takes in Preact's JSX. */
export type InterviewElementProps = InterviewAttributes &
  InterviewListeners &
  Omit<HTMLAttributes<KojiInterviewElement>, keyof InterviewAttributes> &
  ClassAttributes<KojiInterviewElement>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'koji-interview': InterviewElementProps;
    }
  }
}
