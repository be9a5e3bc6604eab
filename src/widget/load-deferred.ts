import { signal } from '@preact/signals';
import { createFailure } from '../interview/failures.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { Texts } from './deferred/texts.ts';
import type { ViewProps } from './Widget.tsx';

type Rest = typeof import('./deferred/deferred.ts');

/** What comes after the first question, with its texts as the host wants them. */
export type DeferredViews = Rest & { texts: Texts };

/** Undefined until it is known whether it comes, null where it didn't. */
const rest = signal<Rest | null | undefined>(undefined);
let isLoading = false;

const bring = () => import('./deferred/deferred.ts');

/** The same for the model, which wants the reason where it doesn't come. */
export const loadDeferredModel = () =>
  bring().catch(error => {
    throw new InterviewError(createFailure('unreachable', 'A part of the widget could not be loaded.'), error);
  });

/**
 * What comes after the first question, once it is there; whoever draws with it is drawn again then. Where it doesn't come
 * (null), questions can still be answered in words and the end is said plainly; whoever asks next tries again.
 */
export function loadDeferredViews({ root, texts }: ViewProps): DeferredViews | null | undefined {
  const loaded = rest.value;
  if (loaded) {
    loaded.prepareRoot(root);
    return { ...loaded, texts: { ...loaded.DEFERRED_TEXTS, ...texts } };
  }
  if (!isLoading) {
    isLoading = true;
    bring()
      .then(module => {
        rest.value = module;
      })
      .catch(() => {
        isLoading = false;
        rest.value = null;
      });
  }
  return loaded;
}
