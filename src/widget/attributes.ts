import type { InterviewEvents } from '../model/host-events.ts';
import type { InterviewOptions } from './options.ts';

/** `maxDuration` as an attribute name: `max-duration`. */
type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

/** An attribute holds an object as JSON. */
type AttributeValue<Value> = Value extends object ? string : Value;

/** The attributes of `<koji-interview>`: every option, in kebab-case. */
export type InterviewAttributes = {
  [Name in keyof InterviewOptions as KebabCase<Name>]?: AttributeValue<NonNullable<InterviewOptions[Name]>>;
};

/** The event listeners of `<koji-interview>` in JSX and Svelte, such as `onkoji-complete`. */
export type InterviewListeners = {
  [Name in keyof InterviewEvents as `on${Name}`]?: (event: CustomEvent<InterviewEvents[Name]>) => void;
};
