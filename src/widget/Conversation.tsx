import { signal } from '@preact/signals-core';
import { Composer } from './Composer.tsx';
import { loadRest } from './load-rest.ts';
import { Dots } from './Notice.tsx';
import { Turn } from './Turn.tsx';
import { fill } from './texts.ts';
import { View } from './view.ts';
import type { Parts } from './Widget.tsx';

/** Within so many pixels of the end the reader is at the end, and is kept there as the reply grows. */
const NEAR = 48;

export class Conversation extends View<Parts> {
  #scroller: HTMLElement | null = null;
  #isAtEnd = true;
  /** Whether something has come that a reader further up has not seen. */
  #hasNews = signal(false);

  /** Keeps a reader who is at the end there; whoever reads further up is left alone, and told that there is more. */
  #follow = () => {
    const box = this.#scroller!;
    if (this.#isAtEnd) box.scrollTop = box.scrollHeight;
  };

  #onNews = () => {
    this.#follow();
    this.#hasNews.value = !this.#isAtEnd;
  };

  #onScroll = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#isAtEnd) this.#hasNews.value = false;
  };

  override componentDidMount(): void {
    this.#follow();
  }

  override draw(parts: Parts) {
    const { model, texts, locale } = parts;
    const { interview } = model;
    const isEnding = model.isEnding.value;
    const rest = loadRest(parts);
    const { phase } = interview.state.value;
    // Who sends a message wants to see it.
    if (phase === 'answering') this.#isAtEnd = true;
    return (
      <div class="conversation">
        <div class="bar">
          <span class="quiet">{fill(texts.question, { n: Math.max(1, interview.asked.value) }, locale)}</span>
          {rest && <rest.TimeLeft {...parts} texts={rest.texts} />}
          <button type="button" class="small" onClick={() => (model.isEnding.value = true)}>
            {texts.end}
          </button>
        </div>
        <div
          class="scroller"
          ref={box => {
            this.#scroller = box;
          }}
          onScroll={this.#onScroll}
        >
          <Log {...parts} onDraw={this.#onNews} />
          <Reply {...parts} onDraw={this.#follow} />
          {rest && this.#hasNews.value && (
            <rest.NewMessage
              texts={rest.texts}
              onClick={() => {
                this.#isAtEnd = true;
                this.#onNews();
              }}
            />
          )}
        </div>
        {model.isReading.value ? (
          <p class="composer quiet" role="status">
            {texts.completing}
          </p>
        ) : rest && isEnding ? (
          <rest.Ending {...parts} texts={rest.texts} />
        ) : (
          <Composer {...parts} rest={rest} onGrow={this.#follow} />
        )}
      </div>
    );
  }
}

type Drawn = Parts & { onDraw(): void };

/** The log holds finished turns only, so that a reply is announced once and whole, not by fragments. */
class Log extends View<Drawn> {
  override componentDidUpdate(): void {
    this.props.onDraw();
  }

  override draw({ model, texts }: Drawn) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region that only the mouse could scroll
      <div class="log" role="log" aria-label={texts.interview} tabIndex={0}>
        {model.interview.messages.value.map(message => (
          <Turn key={message.message_id} message={message} texts={texts} />
        ))}
      </div>
    );
  }
}

/** The reply that is being written, word by word, for the eye only. */
class Reply extends View<Drawn> {
  override componentDidUpdate(): void {
    this.props.onDraw();
  }

  override draw({ model, texts }: Drawn) {
    const reply = model.interview.reply.value;
    return (
      <>
        {reply !== null && (
          <div class="turn interviewer" aria-hidden="true">
            {reply ? <p>{reply}</p> : <Dots />}
          </div>
        )}
        <span class="hidden" role="status">
          {reply !== null && texts.writing}
        </span>
      </>
    );
  }
}
