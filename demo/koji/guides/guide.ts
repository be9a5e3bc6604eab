import * as v from 'valibot';

/**
 * A guide: the questions of a study, as plain data in a JSON file beside this one.
 * The schema is the one place that says what such a file may hold.
 */
const sentence = v.pipe(v.string(), v.trim(), v.nonEmpty());
const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/, 'Expected lower-case letters, digits and underscores.'));
const options = v.pipe(
  v.array(sentence),
  v.minLength(2, 'Expected at least two options.'),
  v.check(list => new Set(list).size === list.length, 'Expected different options.'),
);

/** How the interviewer digs deeper under a question. */
const probing = v.strictObject({
  /** How many follow-ups at most; 0 for none. */
  maxFollowUps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5)), 1),
  /** Follow-ups of the guide's own, asked in this order before the interviewer's general ones. */
  prompts: v.optional(v.array(sentence), []),
  /** Scale only: asked after a low or a high value, for example "What keeps it from being higher?". */
  whenLow: v.optional(sentence),
  whenHigh: v.optional(sentence),
  /** Yes/no only: asked after a yes or a no. */
  whenYes: v.optional(sentence),
  whenNo: v.optional(sentence),
});

const common = { id, text: sentence, topic: sentence, probing: v.optional(probing, {}) };

const questionSchema = v.variant('type', [
  v.strictObject({ ...common, type: v.literal('open_ended') }),
  v.strictObject({ ...common, type: v.literal('yes_no') }),
  v.strictObject({
    ...common,
    type: v.literal('scale'),
    config: v.pipe(
      v.strictObject({
        min: v.pipe(v.number(), v.integer()),
        max: v.pipe(v.number(), v.integer()),
        min_label: v.optional(sentence),
        max_label: v.optional(sentence),
      }),
      v.check(({ min, max }) => min < max && max - min <= 20, 'Expected min below max, at most 20 apart.'),
    ),
  }),
  v.strictObject({
    ...common,
    type: v.picklist(['single_choice', 'multiple_choice']),
    config: v.strictObject({ options, allow_other: v.optional(v.boolean(), false) }),
  }),
  v.strictObject({ ...common, type: v.literal('ranking'), config: v.strictObject({ options }) }),
]);

export const guideSchema = v.strictObject({
  /** Names the guide; also the name of its study. */
  id,
  title: sentence,
  /** The language its sentences are written in, BCP 47. */
  locale: sentence,
  /** What the interviewer says before the first question. */
  opening: sentence,
  /** What the interviewer says when all is asked. */
  closing: sentence,
  questions: v.pipe(
    v.array(questionSchema),
    v.minLength(1, 'Expected at least one question.'),
    v.check(list => new Set(list.map(q => q.id)).size === list.length, 'Expected different question ids.'),
  ),
});

export type Guide = v.InferOutput<typeof guideSchema>;
export type GuideQuestion = Guide['questions'][number];

/** A guide's question whose answer has a typed value: every type but `open_ended`. */
export type StructuredGuideQuestion = Exclude<GuideQuestion, { type: 'open_ended' }>;

/** Whether the answer to a guide's question has a typed value besides the respondent's words. */
export const isStructuredGuideQuestion = (question: GuideQuestion): question is StructuredGuideQuestion =>
  question.type !== 'open_ended';
