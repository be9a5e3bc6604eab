/**
 * The lenient reading of Koji's responses: it requires only the fields that the proxy needs, and
 * checks only their types. A Koji with other ids, further fields or new question types still works.
 */
import * as v from 'valibot';
import type { Question } from '../interview/questions.ts';
import { errorBody as contractErrorBody } from '../wire/error-body.ts';
import * as wire from '../wire/koji-api.ts';
import { nonEmpty } from '../wire/values.ts';
import { withoutChecks } from '../wire/without-checks.ts';

/** Passed on to the page as it is; the widget shows a text box for a type that it doesn't know. */
const question = v.custom<Question | null>(value => typeof value === 'object');

export const startResponse = v.object({
  ...withoutChecks(wire.startResponse).entries,
  interview_id: nonEmpty,
  session_token: nonEmpty,
  question: v.nullish(question, null),
});

/** The part of a response to a completion, 200 or 409, that the proxy needs. */
export const completionResponse = withoutChecks(v.pick(wire.completeResponse, ['completed_at', 'stats']));

const { transcript, ...entries } = withoutChecks(
  v.omit(wire.interview, ['analysis_status', 'respondent', 'analysis']),
).entries;

/** Further fields, such as the analysis, pass unchecked: `waitForAnalysis` returns them. */
export const interviewResponse = v.looseObject({
  ...entries,
  transcript: v.array(
    v.looseObject({
      ...v.pick(transcript.item, ['message_id', 'role', 'content']).entries,
      question: v.optional(question),
    }),
  ),
});

/** `error` may be a code that this version doesn't know, and a 409 has the completion beside it. */
export const errorBody = v.looseObject({ ...contractErrorBody.entries, error: v.string(), message: v.string() });
