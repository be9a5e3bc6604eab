import * as v from 'valibot';

const sentence = v.pipe(v.string(), v.trim(), v.nonEmpty());
const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/, 'Expected lower-case letters, digits and underscores.'));
const options = v.pipe(
  v.array(sentence),
  v.minLength(2, 'Expected at least two options.'),
  v.check(list => new Set(list).size === list.length, 'Expected different options.'),
);

/** The follow-ups to a question. */
const probing = v.strictObject({
  /** Most follow-ups to the question, 0 to 5; default 1. */
  maxFollowUps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5)), 1),
  /** Follow-up questions, asked in this order before the interviewer's general ones. */
  prompts: v.optional(v.array(sentence), []),
  /** For a scale: asked after a low or a high value, such as "What keeps it from being higher?". */
  whenLow: v.optional(sentence),
  whenHigh: v.optional(sentence),
  /** For a yes/no question: asked after a yes or a no. */
  whenYes: v.optional(sentence),
  whenNo: v.optional(sentence),
});

/** `topic` names the question's subject in a few words, for the analysis. */
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

/** The format of a guide's file. Unknown fields are errors. */
export const guideSchema = v.strictObject({
  /** The study's name. Guides of one study in several languages share it. */
  id,
  title: sentence,
  /** The language of the guide's sentences, BCP 47. */
  locale: sentence,
  /** Said before the first question. */
  opening: sentence,
  /** Said after the last question. */
  closing: sentence,
  questions: v.pipe(
    v.array(questionSchema),
    v.minLength(1, 'Expected at least one question.'),
    v.check(list => new Set(list.map(q => q.id)).size === list.length, 'Expected different question ids.'),
  ),
});

/**
 * A guide: what an interview of a study asks, in one language. Plain data from a JSON file beside
 * this one. Questions are asked in order; each has an id that is unique in the guide, its text, a
 * topic, a type with its `config` as in the Koji API, and `probing`, which says how many follow-ups
 * it may get and which.
 */
export type Guide = v.InferOutput<typeof guideSchema>;

/** A question of a guide. */
export type GuideQuestion = Guide['questions'][number];

/** A guide's question whose answer has a typed value: every type but `open_ended`. */
export type StructuredGuideQuestion = Exclude<GuideQuestion, { type: 'open_ended' }>;

/** Whether the answer to a guide's question has a typed value besides the respondent's words. */
export const isStructuredGuideQuestion = (question: GuideQuestion): question is StructuredGuideQuestion =>
  question.type !== 'open_ended';
