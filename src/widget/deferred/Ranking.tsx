import { signal } from '@preact/signals';
import type { RankingQuestion } from '../../interview/questions.ts';
import { fill } from '../texts.ts';
import { View } from '../view.ts';
import type { ControlProps } from './controls.ts';

/** An order, changed by the buttons of each item, by the arrow keys on it, or by dragging it. */
export class Ranking extends View<ControlProps<RankingQuestion>> {
  #list: HTMLElement | null = null;
  /** What a screen reader is told of the last move. */
  #told = signal('');
  #dragged = signal<string | null>(null);
  /** The item that the keys have moved: an engine that moves its row by taking it out takes the focus from it. */
  #moved = -1;

  override componentDidUpdate(): void {
    const row = this.#list?.children[this.#moved];
    if (row instanceof HTMLElement && this.#list?.getRootNode() instanceof ShadowRoot)
      row.focus({ preventScroll: true });
    this.#moved = -1;
  }

  override draw({ question, value, texts, locale, lang, onChange }: ControlProps<RankingQuestion>) {
    const told = this.#told;
    const dragged = this.#dragged;
    const order = Array.isArray(value) ? value : question.config.options;

    const move = (item: string, to: number) => {
      if (to < 0 || to >= order.length || order[to] === item) return;
      const next = order.filter(other => other !== item);
      next.splice(to, 0, item);
      onChange(next);
      told.value = fill(texts.moved, { item, n: to + 1, all: order.length }, locale);
    };
    const onKeyDown = (event: KeyboardEvent, item: string, at: number) => {
      const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      if (!step) return;
      event.preventDefault();
      if (event.target === event.currentTarget) this.#moved = at + step;
      move(item, at + step);
    };
    const onPointerDown = (event: PointerEvent, item: string) => {
      const { classList } = event.target as Element;
      // A finger drags by the place's number; anywhere else it scrolls.
      if (event.button !== 0 || (event.pointerType === 'touch' && !classList.contains('place'))) return;
      if ((event.target as Element).closest('button')) return;
      dragged.value = item;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    };
    const onPointerMove = (event: PointerEvent, item: string) => {
      if (dragged.value !== item || event.buttons === 0) return;
      const rows = [...this.#list!.children];
      const to = rows.findIndex(row => event.clientY < row.getBoundingClientRect().bottom);
      move(item, to < 0 ? rows.length - 1 : to);
    };
    const drop = () => {
      dragged.value = null;
    };

    return (
      <fieldset class="ranking">
        <legend class="hidden" lang={lang}>
          {question.text}
        </legend>
        <p class="quiet" id="ranking-hint">
          {texts.rankingHint}
        </p>
        <ol
          ref={list => {
            this.#list = list;
          }}
        >
          {order.map((item, at) => (
            <li
              key={item}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: the item takes the arrow keys that move it
              tabIndex={0}
              aria-describedby="ranking-hint"
              class={dragged.value === item ? 'dragged' : undefined}
              onKeyDown={event => onKeyDown(event, item, at)}
              onPointerDown={event => onPointerDown(event, item)}
              onPointerMove={event => onPointerMove(event, item)}
              onLostPointerCapture={drop}
            >
              <span class="place" aria-hidden="true">
                {(at + 1).toLocaleString(locale)}
              </span>
              <span class="item" dir="auto" lang={lang}>
                {item}
              </span>
              {(
                [
                  [texts.moveUp, at - 1, '↑'],
                  [texts.moveDown, at + 1, '↓'],
                ] as const
              ).map(([text, to, sign]) => (
                <button
                  type="button"
                  key={sign}
                  class="icon"
                  aria-label={fill(text, { item }, locale)}
                  aria-disabled={to < 0 || to >= order.length}
                  onClick={() => move(item, to)}
                >
                  <span aria-hidden="true">{sign}</span>
                </button>
              ))}
            </li>
          ))}
        </ol>
        <span class="hidden" role="status">
          {told.value}
        </span>
      </fieldset>
    );
  }
}
