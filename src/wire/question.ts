/** Schemas of questions and of the values that answer them. */
import * as v from 'valibot';
import { QUESTION_TYPES } from '../interview/questions.ts';
import { nonEmpty } from './values.ts';

export const questionType = v.picklist(QUESTION_TYPES);

const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1));

const questionOf = <const Type extends string, Config extends v.GenericSchema>(type: Type, config: Config) =>
  v.object({
    id: nonEmpty,
    text: v.string(),
    type: v.literal(type),
    config,
    number: v.exactOptional(ordinal),
    of: v.exactOptional(ordinal),
  });

/** An empty object. `v.object({})` alone has the type `{}`, which accepts any value. */
const noConfig = v.object({}) as unknown as v.GenericSchema<Record<string, never>>;
const choiceConfig = v.object({ options: v.array(v.string()), allow_other: v.boolean() });

export const question = v.variant('type', [
  questionOf('open_ended', noConfig),
  questionOf(
    'scale',
    v.object({
      min: v.number(),
      max: v.number(),
      min_label: v.exactOptional(v.string()),
      max_label: v.exactOptional(v.string()),
    }),
  ),
  questionOf('single_choice', choiceConfig),
  questionOf('multiple_choice', choiceConfig),
  questionOf('ranking', v.object({ options: v.array(v.string()) })),
  questionOf('yes_no', noConfig),
]);

export const answerValue = v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(v.string())]);

/**
 * A respondent's answer as a response repeats it. The stricter one of requests is in `messages.ts`.
 */
export const answer = v.object({ question_id: v.string(), value: answerValue });
