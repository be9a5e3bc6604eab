import type { Emit, Rating } from '../model/host-events.ts';
import type { WidgetState } from '../model/widget-model.ts';
import type { Texts } from './deferred/texts.ts';
import type { ResolvedOptions } from './options.ts';
import type { FirstTexts } from './texts.ts';

/** Props that every part of the widget gets. */
export interface ViewProps {
  model: WidgetState;
  /** The widget's sentences in the respondent's language; the host's own `texts` replace ours. */
  texts: FirstTexts;
  /** Language of `texts`, BCP 47. */
  locale: string;
  /** Writing direction of `texts`. */
  dir: 'ltr' | 'rtl';
  /**
   * The host's options. Those of `<koji-interview>` are live: a component that reads one is drawn
   * again when it changes.
   */
  options: ResolvedOptions;
  root: ShadowRoot;
  /** Whether this visitor is still offered the interview (option `once`). */
  isOffered(): boolean;
  /** Dispatches an event that the host listens to. */
  emit: Emit;
  /** Reports the pressed thank-you button to the host, and the message written with it. */
  onFeedback(rating: Rating, message?: string): void;
  /** Replaces an interview that cannot be continued with a new one. */
  onRestart(): void;
}

/** Props of a view in the deferred chunk, which has all sentences. */
export type DeferredViewProps = ViewProps & { texts: Texts };
