import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { createFailure } from '../interview/failures.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { Texts } from './deferred/texts.ts';
import type { ViewProps } from './view-props.ts';

/** The deferred chunk: everything that is not needed before the first question. */
export type DeferredModule = typeof import('./deferred/deferred.ts');

/** The deferred chunk, and all sentences with the host's own in place. */
export type DeferredViews = DeferredModule & { texts: Texts };

let loading: Promise<DeferredModule> | undefined;

/** Loads the deferred chunk, once. After a failure the next call tries again. */
export function loadDeferred(): Promise<DeferredModule> {
  loading ??= afterPaint()
    .then(() => import('./deferred/deferred.ts'))
    .catch(error => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** Longest wait for a paint, in milliseconds: a hidden page is not painted. */
const MAX_PAINT_WAIT = 200;

/** Resolves when the screen that is being drawn has been painted. Loading must not delay it. */
const afterPaint = (): Promise<void> =>
  new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, MAX_PAINT_WAIT);
  });

/**
 * Loads the model's part of the deferred chunk. Rejects with an `InterviewError` when it cannot be
 * loaded.
 */
export const loadDeferredModel = () =>
  loadDeferred().catch(error => {
    throw new InterviewError(createFailure('unreachable', 'A part of the widget could not be loaded.'), error);
  });

/**
 * `undefined` until the first request for the chunk has ended, `null` when it failed. Shared by all
 * widgets of the page.
 */
const deferred = signal<DeferredModule | null | undefined>(undefined);

function loadDeferredViews(): void {
  loadDeferred().then(
    module => {
      deferred.value = module;
    },
    () => {
      deferred.value = null;
    },
  );
}

/**
 * Returns the deferred views, and draws the component again once they are loaded: `undefined` means
 * on their way, `null` that they could not be loaded. Then questions can still be answered in
 * words, and the next component that needs the views tries to load them again.
 *
 * @param isNeeded whether the component needs them now; otherwise nothing is loaded
 */
export function useDeferredViews({ root, texts }: ViewProps, isNeeded = true): DeferredViews | null | undefined {
  const module = isNeeded ? deferred.value : undefined;
  const views = useMemo(() => module && { ...module, texts: { ...module.DEFERRED_TEXTS, ...texts } }, [module, texts]);
  // Not in an effect: the style sheet is adopted before anything is drawn and measured.
  module?.prepareRoot(root);
  if (isNeeded && !module) loadDeferredViews();
  return views;
}
