import type { InterviewEvents } from 'koji-embed';
import type { InterviewAttributes } from 'koji-embed/element';
import type { AllowedComponentProps, VNodeProps } from 'vue';

/** Vue's compiler turns `@koji-complete` into the property `onKojiComplete`. */
type Listeners = {
  [Name in keyof InterviewEvents as Name extends `koji-${infer Event}` ? `onKoji${Capitalize<Event>}` : never]?: (
    event: CustomEvent<InterviewEvents[Name]>,
  ) => void;
};

/** Types of the element for Vue's templates. */
declare module 'vue' {
  interface GlobalComponents {
    'koji-interview': new () => { $props: InterviewAttributes & Listeners & VNodeProps & AllowedComponentProps };
  }
}
