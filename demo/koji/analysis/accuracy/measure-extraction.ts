import type { StructuredGuideQuestion } from '../../guides/guide.ts';
import { readAnswer } from '../answers/read-answer.ts';

/** Utterances per question, each with the value it gives; null if it gives none. */
export interface UtteranceFile {
  questions: { type: string; text: string; config?: object; utterances: [text: string, value: unknown][] }[];
}

/** How well values are read from free text. Shares are 0 to 1. */
export interface ExtractionFigures {
  utterances: number;
  /** Share of utterances with the right value or, rightly, none. */
  right: number;
  /** Share of utterances that got a wrong value, which is worse than none. */
  wrongNotNull: number;
  mistakes: { type: string; text: string; expected: unknown; actual: unknown }[];
}

export function measureExtraction({ questions }: UtteranceFile): ExtractionFigures {
  const mistakes: ExtractionFigures['mistakes'] = [];
  let count = 0;
  for (const { utterances, ...fields } of questions) {
    const question = { id: 'q', topic: 'topic', ...fields } as unknown as StructuredGuideQuestion;
    for (const [text, expected] of utterances) {
      count++;
      const reading = readAnswer(text, question);
      const actual = reading.kind === 'value' ? reading.value : null;
      if (JSON.stringify(actual) !== JSON.stringify(expected)) {
        mistakes.push({ type: question.type, text, expected, actual });
      }
    }
  }
  const wrong = mistakes.filter(({ actual }) => actual !== null).length;
  return { utterances: count, right: 1 - mistakes.length / count, wrongNotNull: wrong / count, mistakes };
}
