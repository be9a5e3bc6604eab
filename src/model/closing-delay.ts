import { effect, type Signal } from '@preact/signals';
import type { Interview } from './interview-model.ts';

/** How long the interviewer's closing words stay before the thanks: milliseconds, and those for each character, up to a limit. */
const READING = { least: 1000, each: 20, most: 2500 };

/** Leaves the respondent the time to read how the interviewer closes the conversation; what is to be done is done meanwhile. */
export const delayCompletedScreen = (interview: Interview, isReading: Signal<boolean>): (() => void) =>
  effect(() => {
    const state = interview.state.value;
    if (state.phase !== 'completing' || state.reason !== 'natural') return;
    isReading.value = true;
    const { length } = interview.messages.peek().at(-1)!.content;
    setTimeout(
      () => {
        isReading.value = false;
      },
      Math.min(READING.most, READING.least + READING.each * length),
    );
  });
