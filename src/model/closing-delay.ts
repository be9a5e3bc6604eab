import { effect, type Signal } from '@preact/signals';
import type { Interview } from './interview.ts';

/**
 * How long the closing message stays: a base time and a time for each character, up to a maximum.
 * In milliseconds.
 */
const BASE_TIME = 1000;
const TIME_PER_CHARACTER = 20;
const MAX_TIME = 2500;

/**
 * Sets `isShowingClosingMessage` after a natural end for as long as it takes to read the
 * interviewer's last message. The completion is requested meanwhile.
 *
 * @returns stops watching the interview
 */
export const delayCompletedScreen = (interview: Interview, isShowingClosingMessage: Signal<boolean>): (() => void) =>
  effect(() => {
    const state = interview.state.value;
    if (state.phase !== 'completing' || state.reason !== 'natural') return;
    isShowingClosingMessage.value = true;
    const { length } = interview.messages.peek().at(-1)!.content;
    setTimeout(
      () => {
        isShowingClosingMessage.value = false;
      },
      Math.min(MAX_TIME, BASE_TIME + TIME_PER_CHARACTER * length),
    );
  });
