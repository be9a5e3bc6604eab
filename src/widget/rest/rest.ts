/** All that nobody sees before the first question; one chunk, fetched while the first answer is being typed. */
export { CONTROLS } from './controls.ts';
export { Elsewhere } from './Elsewhere.tsx';
export { Ending } from './Ending.tsx';
export { Failed } from './Failed.tsx';
export { default as css } from './rest.css?inline';
export { ThankYou } from './ThankYou.tsx';
export { TimeLeft } from './TimeLeft.tsx';
export { REST_TEXTS } from './texts.ts';
