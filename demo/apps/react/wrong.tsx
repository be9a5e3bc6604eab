/**
 * Mistakes that the types must catch. Not part of the app: `npm run types` fails if one of these is
 * not an error.
 */
import { mount } from 'koji-embed';
import { Interview } from './Interview.tsx';
import 'koji-embed/react';

// @ts-expect-error: unknown mode
mount({ mode: 'sidebar' });

// @ts-expect-error: unknown option
mount({ studyName: 'churn' });

// @ts-expect-error: unknown event
mount().on('koji-finished', () => {});

// @ts-expect-error: koji-start has no reason
mount().on('koji-start', event => event.detail.reason);

// @ts-expect-error: study is a string
export const component = <Interview study={7} />;

// @ts-expect-error: unknown theme
export const element = <koji-interview theme="sepia" />;

// @ts-expect-error: koji-error has a code, no status
export const listener = <koji-interview onkoji-error={event => event.detail.status} />;
