/**
 * What both contracts answer, as schemas: the types of `src/wire/shapes.ts` once more, so that they can be described and
 * checked. Each is held to its type by the compiler, both ways, and to the running services by a test.
 */
import * as v from 'valibot';
import type { Completion, Stats } from '../../src/interview/completion.ts';
import { ERROR_CODES } from '../../src/interview/failures.ts';
import type { Answer, Question } from '../../src/interview/questions.ts';
import type { Message } from '../../src/interview/transcript.ts';
import { reasonSchema, respondentSchema } from '../../src/wire/schemas.ts';
import type * as wire from '../../src/wire/shapes.ts';

/** A schema of exactly this type. */
type Of<Type> = v.GenericSchema<Type>;

const id = v.pipe(v.string(), v.uuid());
const moment = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const score = v.pipe(v.number(), v.minValue(1), v.maxValue(5));
const strings = v.array(v.string());

const asked = <const Type extends string, Config extends v.ObjectEntries>(type: Type, config: Config) =>
  v.strictObject({ id: v.string(), text: v.string(), type: v.literal(type), config: v.strictObject(config) });
const choice = { options: strings, allow_other: v.boolean() };

export const question: Of<Question> = v.variant('type', [
  asked('open_ended', {}) as unknown as v.StrictObjectSchema<
    { type: v.LiteralSchema<'open_ended', undefined> },
    undefined
  >,
  asked('scale', {
    min: v.number(),
    max: v.number(),
    min_label: v.exactOptional(v.string()),
    max_label: v.exactOptional(v.string()),
  }),
  asked('single_choice', choice),
  asked('multiple_choice', choice),
  asked('ranking', { options: strings }),
  asked('yes_no', {}),
]) as unknown as Of<Question>;

const answerValue = v.union([v.null(), v.boolean(), v.number(), v.string(), strings]);
const answer: Of<Answer> = v.strictObject({ question_id: v.string(), value: answerValue });

const stats: Of<Stats> = v.strictObject({
  duration_seconds: count,
  respondent_messages: count,
  interviewer_messages: count,
  total_messages: count,
});

export const errorBody: Of<wire.ErrorBody> = v.strictObject({ error: v.picklist(ERROR_CODES), message: v.string() });

export const started: Of<wire.Started> = v.strictObject({
  interview_id: id,
  session_token: v.pipe(v.string(), v.startsWith('st_live_')),
  status: v.literal('active'),
  started_at: moment,
  initial_message: v.string(),
  question: v.nullable(question),
});

const analysisStatus = v.picklist(['processing', 'completed', 'failed']);
const completedEntries = {
  interview_id: id,
  status: v.literal('completed'),
  completed_at: moment,
  analysis_status: analysisStatus,
  stats,
} as const;

export const completed: Of<wire.Completed> = v.strictObject(completedEntries);
export const alreadyCompleted: Of<wire.Completed & wire.ErrorBody> = v.strictObject({
  ...completedEntries,
  error: v.literal('already_completed'),
  message: v.string(),
});

const quotes = v.array(v.strictObject({ message_id: id, text: v.string() }));

const analysis: Of<wire.Analysis> = v.strictObject({
  themes: v.array(v.strictObject({ name: v.string(), description: v.string(), quotes })),
  insights: v.array(v.strictObject({ text: v.string(), quotes })),
  quality_score: score,
  quality: v.strictObject({ depth: score, coverage: score, engagement: score, rationale: v.string() }),
  structured_answers: v.exactOptional(
    v.array(
      v.strictObject({
        questionId: v.string(),
        questionText: v.string(),
        questionType: v.picklist(['open_ended', 'scale', 'single_choice', 'multiple_choice', 'ranking', 'yes_no']),
        structuredValue: answerValue,
        qualitativeAnswer: v.string(),
        confidence: v.picklist(['high', 'medium', 'low']),
        followUpInsights: strings,
      }),
    ),
  ),
});

const messageEntries = {
  message_id: id,
  role: v.picklist(['interviewer', 'respondent']),
  content: v.string(),
  question: v.exactOptional(question),
  answer: v.exactOptional(answer),
} as const;
const message: Of<Message> = v.strictObject(messageEntries);

const status = v.picklist(['active', 'concluded', 'completed']);

export const interview: Of<wire.Interview> = v.strictObject({
  interview_id: id,
  status,
  started_at: moment,
  completed_at: v.nullable(moment),
  reason: v.nullable(reasonSchema),
  analysis_status: v.nullable(analysisStatus),
  transcript: v.array(v.strictObject({ ...messageEntries, created_at: moment })),
  stats,
  respondent: v.exactOptional(respondentSchema as unknown as Of<wire.Respondent>),
  analysis: v.exactOptional(analysis),
});

/** One event of the message stream, as the JSON in its `data`. */
export const replyEvents = {
  delta: v.strictObject({ text: v.string() }),
  done: v.strictObject({
    message_id: id,
    content: v.string(),
    question: v.nullable(question),
    interview_status: v.picklist(['active', 'concluded']),
    messages_count: count,
  }) satisfies Of<wire.ReplyDone>,
  error: errorBody,
};

const completion: Of<Completion> = v.strictObject({ reason: reasonSchema, completed_at: moment, stats });

export const interviewView: Of<wire.InterviewView> = v.strictObject({
  interview_id: id,
  status,
  messages: v.array(message),
  question: v.nullable(question),
  started_at: moment,
  ends_at: v.nullable(moment),
  completed: v.exactOptional(completion),
});

export const proxyStarted: Of<wire.ProxyStarted> = v.strictObject({ ticket: v.string(), interview: interviewView });

export const proxyCompleted = v.strictObject({
  status: v.literal('completed'),
  reason: reasonSchema,
  completed_at: moment,
  stats,
});

export const proxyPending = v.variant('status', [
  v.strictObject({ status: v.literal('leaving'), completes_at: moment }),
  v.strictObject({ status: v.literal('completing') }),
]);
