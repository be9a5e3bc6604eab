import type { InterviewEvents } from '../model/host-events.ts';
import type { InterviewOptions } from './options.ts';

/** `maxDuration` as markup has it: `max-duration`. */
type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name;

/** Markup has no objects: it has JSON. */
type Written<Value> = Value extends object ? string : Value;

/** The attributes of `<koji-interview>`: every option, named as in markup, and written so. */
export type InterviewAttributes = {
  [Name in keyof InterviewOptions as Kebab<Name>]?: Written<NonNullable<InterviewOptions[Name]>>;
};

/** Listeners as JSX and Svelte name them: `onkoji-complete`. */
export type InterviewListeners = {
  [Name in keyof InterviewEvents as `on${Name}`]?: (event: CustomEvent<InterviewEvents[Name]>) => void;
};
