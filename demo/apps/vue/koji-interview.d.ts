import type { InterviewEvents } from 'koji-embed';
import type { InterviewAttributes } from 'koji-embed/element';
import type { AllowedComponentProps, VNodeProps } from 'vue';

type Listeners = {
  [Name in keyof InterviewEvents as `on${Capitalize<Name>}`]?: (event: CustomEvent<InterviewEvents[Name]>) => void;
};

/** What templates are told of the element. */
declare module 'vue' {
  interface GlobalComponents {
    'koji-interview': new () => { $props: InterviewAttributes & Listeners & VNodeProps & AllowedComponentProps };
  }
}
