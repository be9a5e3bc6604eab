/** What the types keep a developer from. Not part of the app; an expected error that doesn't come is an error. */
import { mount } from 'koji-embed';
import { Interview } from './Interview.tsx';
import 'koji-embed/react';

// @ts-expect-error: there is no such mode
mount({ mode: 'sidebar' });

// @ts-expect-error: there is no such option
mount({ studyName: 'churn' });

// @ts-expect-error: there is no such event
mount().on('koji-finished', () => {});

// @ts-expect-error: a start has no reason
mount().on('koji-start', event => event.detail.reason);

// @ts-expect-error: a study is named by a string
export const component = <Interview study={7} />;

// @ts-expect-error: there is no such theme
export const element = <koji-interview theme="sepia" />;

// @ts-expect-error: an error has a code, no status
export const listener = <koji-interview onkoji-error={event => event.detail.status} />;
