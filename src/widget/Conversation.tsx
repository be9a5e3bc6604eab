import type { ComponentChild } from 'preact';
import { useRef } from 'preact/hooks';
import { ChangingText } from './ChangingText.tsx';
import { Composer } from './Composer.tsx';
import { DeferredView } from './DeferredView.tsx';
import { useDeferredViews } from './load-deferred.ts';
import { Turn } from './Turn.tsx';
import { fill } from './texts.ts';
import type { ViewProps } from './view-props.ts';

/**
 * Turns in one block. Blocks out of sight are not laid out, so a long conversation does not slow
 * down a reply.
 */
const BLOCK_SIZE = 40;

/** The interview under way: what was said, and below it the place to answer. */
export function Conversation(props: ViewProps) {
  const { model, texts, locale } = props;
  const deferred = useDeferredViews(props);
  const scroller = useRef<HTMLDivElement>(null);

  return (
    <div class="conversation">
      <div class="bar">
        <div class="quiet">
          <ChangingText>
            {fill(texts.questionNumber, { n: Math.max(1, model.interview.questionCount.value) }, locale)}
          </ChangingText>
          <DeferredView view="TimeLeft" {...props} />
        </div>
        {!model.isShowingClosingMessage.value && (
          <button type="button" class="small" onClick={() => (model.isConfirmingEnd.value = true)}>
            {texts.endInterview}
          </button>
        )}
      </div>
      <div class="scroller" ref={scroller}>
        <div>
          <Log {...props} />
          <DeferredView view="PartialReply" {...props} />
        </div>
        <DeferredView view="NewMessages" {...props} scroller={scroller} />
      </div>
      {deferred?.replaceComposer({ ...props, texts: deferred.texts }) ?? <Composer {...props} />}
    </div>
  );
}

/**
 * The finished turns. A reply joins them once it is complete, so that it is announced as a whole.
 */
function Log(props: ViewProps) {
  const { model, texts, options, locale } = props;
  const deferred = useDeferredViews(props);
  const messages = model.interview.messages.value;
  // Turns of a resumed interview wait for their final form: a log announces every change.
  if (deferred === undefined && model.interview.resumedMessageCount()) return null;
  const turns = messages.map((message, index) => (
    // The key is the place: a turn keeps that for good, and gets its id only when it is sent.
    <Turn
      key={index}
      index={index}
      role={message.role}
      content={deferred ? deferred.formatTurn(messages, index, deferred.texts, locale) : message.content}
      lang={options.locale}
      texts={texts}
    />
  ));
  const blocks: ComponentChild[] = [];
  for (let first = 0; first < turns.length; first += BLOCK_SIZE) {
    blocks.push(
      <div key={first} class="block">
        {turns.slice(first, first + BLOCK_SIZE)}
      </div>,
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region that only the mouse could scroll
    <div class="log" role="log" aria-label={texts.interview} tabIndex={0}>
      {blocks}
    </div>
  );
}
