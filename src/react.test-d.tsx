/** @jsxImportSource react */
/**
 * Types of the element in React's JSX. Checked by `tsc`: an expected error that does not occur is
 * an error.
 */
import type { InterviewElementProps } from './react.ts';

export const right = (
  <koji-interview
    study="churn"
    max-duration="15m"
    consent
    className="wide"
    ref={element => element?.open()}
    onkoji-complete={({ detail }) => detail.reason satisfies string}
  />
);

// @ts-expect-error: there is no such mode
export const mode = <koji-interview mode="sidebar" />;

// @ts-expect-error: attributes are in kebab-case
export const name = <koji-interview maxDuration="15m" />;

// @ts-expect-error: markup has JSON where code has an object
export const texts = <koji-interview texts={{ launcher: 'Why?' }} />;

// @ts-expect-error: a completion has no score
export const detail = <koji-interview onkoji-complete={event => event.detail.score} />;

// JSX accepts any attribute with a hyphen, so only an object shows a wrong name.
export const event: InterviewElementProps = {
  // @ts-expect-error: there is no such event
  'onkoji-finished': () => {},
};
