import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RankingQuestion } from '../../interview/questions.ts';
import { ChangingText } from '../ChangingText.tsx';
import { fill } from '../texts.ts';
import type { ControlProps } from './control-props.ts';

/**
 * A list that is put in order: by the buttons of each item, by the arrow keys on an item, or by
 * dragging.
 */
export function Ranking({ question, value, texts, locale, lang, onChange }: ControlProps<RankingQuestion>) {
  const order = Array.isArray(value) ? value : question.config.options;
  const list = useRef<HTMLOListElement>(null);
  /** What a screen reader announces of the last move. */
  const announcement = useSignal('');
  const dragged = useSignal<string | null>(null);
  /**
   * Place of the item that was just moved by keys, whose row the new order may take out of the list
   * and so blur; or null.
   */
  const placeToFocus = useRef<number | null>(null);

  useLayoutEffect(() => {
    const place = placeToFocus.current;
    placeToFocus.current = null;
    const row = place !== null && list.current!.children[place];
    if (row instanceof HTMLElement && row.getRootNode() instanceof ShadowRoot) row.focus({ preventScroll: true });
  });

  const move = (item: string, to: number) => {
    if (to < 0 || to >= order.length || order[to] === item) return;
    const next = order.filter(other => other !== item);
    next.splice(to, 0, item);
    onChange(next);
    announcement.value = fill(texts.itemMoved, { item, n: to + 1, all: order.length }, locale);
  };
  const onKeyDown = (event: KeyboardEvent, item: string, place: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!step) return;
    event.preventDefault();
    if (event.target === event.currentTarget) placeToFocus.current = place + step;
    move(item, place + step);
  };
  const onPointerDown = (event: PointerEvent, item: string) => {
    const target = event.target as Element;
    // A finger drags an item by its number. Anywhere else, it scrolls.
    if (event.button !== 0 || (event.pointerType === 'touch' && !target.classList.contains('place'))) return;
    if (target.closest('button')) return;
    dragged.value = item;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent, item: string) => {
    if (dragged.value !== item || event.buttons === 0) return;
    const rows = [...list.current!.children];
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
      <ol ref={list}>
        {order.map((item, place) => (
          <li
            key={item}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the item takes the arrow keys that move it
            tabIndex={0}
            aria-describedby="ranking-hint"
            class={dragged.value === item ? 'dragged' : undefined}
            onKeyDown={event => onKeyDown(event, item, place)}
            onPointerDown={event => onPointerDown(event, item)}
            onPointerMove={event => onPointerMove(event, item)}
            onLostPointerCapture={drop}
          >
            <span class="place" aria-hidden="true" translate={false}>
              {(place + 1).toLocaleString(locale)}
            </span>
            <span class="item" dir="auto" lang={lang}>
              {item}
            </span>
            {(
              [
                [texts.moveUp, place - 1, '↑'],
                [texts.moveDown, place + 1, '↓'],
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
        <ChangingText>{announcement.value}</ChangingText>
      </span>
    </fieldset>
  );
}
