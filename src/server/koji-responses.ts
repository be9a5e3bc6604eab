/**
 * How the proxy reads Koji's responses: only what it needs is demanded, and of that only the type. A Koji with other
 * ids, further fields or new question types is still understood.
 */
import * as v from 'valibot';
import type { Question } from '../interview/questions.ts';
import { errorBody as strictErrorBody } from '../wire/error-body.ts';
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

/** When an interview was completed, from the response to a completion: 200 or 409. */
export const completion = withoutChecks(v.pick(wire.completeResponse, ['completed_at', 'stats']));

const { transcript, ...entries } = withoutChecks(
  v.omit(wire.interview, ['analysis_status', 'respondent', 'analysis']),
).entries;

/** What is not demanded here, such as the analysis, passes unread. */
export const interview = v.looseObject({
  ...entries,
  transcript: v.array(
    v.looseObject({
      ...v.pick(transcript.item, ['message_id', 'role', 'content']).entries,
      question: v.optional(question),
    }),
  ),
});

/** The code may be one that this version doesn't know. */
export const errorBody = v.looseObject({ ...strictErrorBody.entries, error: v.string(), message: v.string() });
