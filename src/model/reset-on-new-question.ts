import { computed, effect, type Signal } from '@preact/signals';
import type { AnswerValue } from '../interview/questions.ts';
import type { Interview } from './interview.ts';

/**
 * Discards the chosen value whenever another question is open: it belongs to the one before.
 *
 * @returns stops watching the interview
 */
export function resetOnNewQuestion(interview: Interview, chosenValue: Signal<AnswerValue | undefined>): () => void {
  const questionId = computed(() => interview.question.value?.id ?? null);
  let lastQuestionId: string | null = null;
  return effect(() => {
    if (questionId.value === lastQuestionId) return;
    lastQuestionId = questionId.value;
    chosenValue.value = undefined;
  });
}
