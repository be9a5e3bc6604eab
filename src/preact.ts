/**
 * `koji-embed/preact`: defines `<koji-interview>`, as `koji-embed/element` does, and types it for
 * Preact's JSX.
 */
import type { ClassAttributes, HTMLAttributes } from 'preact';
import type { KojiInterviewElement } from './element.ts';
import type { InterviewAttributes, InterviewListeners } from './widget/attributes.ts';

export * from './element.ts';

/** Props of `<koji-interview>` in Preact's JSX. */
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
