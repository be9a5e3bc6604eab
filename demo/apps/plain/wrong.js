/**
 * Mistakes that the types must catch, also in JavaScript. Not part of the app: `npm run types`
 * fails if one of these is not an error.
 */
import { mount } from 'koji-embed';
import 'koji-embed/element';

// @ts-expect-error: unknown mode
mount({ mode: 'sidebar' });

// @ts-expect-error: unknown event
mount().on('koji-finished', () => {});

// @ts-expect-error: koji-start has no reason
mount().on('koji-start', event => event.detail.reason);

// @ts-expect-error: the method is complete()
document.querySelector('koji-interview')?.finish();
