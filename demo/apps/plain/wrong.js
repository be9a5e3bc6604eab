/** What the types keep a developer from, without TypeScript too. An expected error that doesn't come is an error. */
import { mount } from 'koji-embed';
import 'koji-embed/element';

// @ts-expect-error: there is no such mode
mount({ mode: 'sidebar' });

// @ts-expect-error: there is no such event
mount().on('koji-finished', () => {});

// @ts-expect-error: a start has no reason
mount().on('koji-start', event => event.detail.reason);

// @ts-expect-error: it is completed, not finished
document.querySelector('koji-interview')?.finish();
