import { signal } from '@preact/signals';
import { Composer } from './Composer.tsx';
import { loadDeferredViews } from './load-deferred.ts';
import { Turn } from './Turn.tsx';
import { fill } from './texts.ts';
import { View, view } from './view.ts';
import type { ViewProps } from './Widget.tsx';

/** Turns that are laid out together: what is far from sight costs a reply nothing, however much of it there is. */
const BLOCK = 40;

export class Conversation extends View<ViewProps> {
  #isAtEnd = signal(true);
  /** How many messages there were when the reader was last at the end. */
  #seen = 0;

  /** One for all drawings: followed anew, a reader who has just gone up would be brought back. */
  #follow: ((box: HTMLElement | null) => (() => void) | undefined) | undefined;

  #toEnd = () => {
    this.#isAtEnd.value = true;
  };

  override draw(parts: ViewProps) {
    const { model, texts, locale } = parts;
    const { interview } = model;
    const isReading = model.isShowingClosingMessage.value;
    const isEnding = model.isConfirmingEnd.value;
    const rest = loadDeferredViews(parts);
    const { length } = interview.messages.value;
    if (this.#isAtEnd.value) this.#seen = length;
    if (rest) this.#follow ||= box => (box ? rest.stickToBottom(box, this.#isAtEnd) : undefined);
    return (
      <div class="conversation">
        <div class="bar">
          <div class="quiet">
            {fill(texts.question, { n: Math.max(1, interview.questionCount.value) }, locale)}
            {rest && <rest.TimeLeft {...parts} texts={rest.texts} />}
          </div>
          {!isReading && (
            <button type="button" class="small" onClick={() => (model.isConfirmingEnd.value = true)}>
              {texts.end}
            </button>
          )}
        </div>
        <div class="scroller" ref={this.#follow}>
          <div>
            <Log {...parts} />
            {rest && <rest.PartialReply {...parts} texts={rest.texts} />}
          </div>
          {rest && this.#seen < length && <rest.NewMessageButton texts={rest.texts} onClick={this.#toEnd} />}
        </div>
        {isReading ? (
          <p class="composer quiet" role="status">
            {texts.completing}
          </p>
        ) : rest && isEnding ? (
          <rest.EndConfirmation {...parts} texts={rest.texts} />
        ) : (
          <Composer {...parts} rest={rest} onSend={this.#toEnd} />
        )}
      </div>
    );
  }
}

/** The log holds finished turns only, so that a reply is announced once and whole, not by fragments. */
const Log = view((parts: ViewProps) => {
  const { model, texts, settings, locale } = parts;
  const rest = loadDeferredViews(parts);
  const messages = model.interview.messages.value;
  // What may read differently in a moment isn't there before: a log announces what changes in it.
  if (rest === undefined && model.interview.resumedMessageCount()) return null;
  const turns = messages.map((message, at) => (
    // A turn keeps its place for good; its id it gets only once it is under way.
    <Turn
      key={at}
      at={at}
      role={message.role}
      content={rest ? rest.formatTurn(messages, at, rest.texts, locale) : message.content}
      lang={settings.locale}
      texts={texts}
    />
  ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region that only the mouse could scroll
    <div class="log" role="log" aria-label={texts.interview} tabIndex={0}>
      {turns.map((_, at) => at % BLOCK === 0 && <div class="block">{turns.slice(at, at + BLOCK)}</div>)}
    </div>
  );
});
