/**
 * Contract 2, between the widget and the proxy: the bodies of its requests and responses. The
 * message route is in `messages.ts`. Server side only: the page trusts its proxy and imports the
 * types, which cost no bytes.
 */
import * as v from 'valibot';
import { completion, interviewStatus, message, reason } from './interview-parts.ts';
import { question } from './question.ts';
import { requestObject } from './request-body.ts';
import { claimedRespondent } from './respondent.ts';
import { described, locale, text } from './text.ts';
import { isoTime, nonEmpty, uuid } from './values.ts';

/**
 * What a respondent's page may know of an interview. The analysis is the team's and isn't part of
 * it.
 */
export const interviewView = v.object({
  interview_id: uuid,
  status: interviewStatus,
  messages: v.array(message),
  question: v.nullable(question),
  started_at: isoTime,
  /**
   * The proxy's clock when it made this view. A page turns `ends_at - now` into a span of its own
   * clock: the two clocks may differ by any amount.
   */
  now: isoTime,
  /** When the proxy completes the interview as `timeout`, by its own clock; null without a limit. */
  ends_at: v.nullable(isoTime),
  completed: v.exactOptional(completion),
});
export interface InterviewView extends v.InferOutput<typeof interviewView> {}

/** The longest context, as JSON, in bytes. */
const CONTEXT_LIMIT = 2048;

/** Facts about the page that the host has asked for. */
const context = v.pipe(
  requestObject({
    path: v.optional(text(0, CONTEXT_LIMIT)),
    url: v.optional(text(0, CONTEXT_LIMIT)),
    referrer: v.optional(text(0, CONTEXT_LIMIT)),
    params: v.optional(
      v.pipe(
        v.record(text(1, CONTEXT_LIMIT), text(0, CONTEXT_LIMIT)),
        described({ description: 'Query parameters by name.' }),
      ),
    ),
  }),
  v.check(
    value => new TextEncoder().encode(JSON.stringify(value)).length <= CONTEXT_LIMIT,
    `Expected at most ${CONTEXT_LIMIT} bytes.`,
  ),
  described({ description: `At most ${CONTEXT_LIMIT} bytes.` }),
);

/** What the respondent has agreed to, and when. */
const consent = requestObject({ version: text(1, 100), at: isoTime });

export const proxyStartRequest = requestObject({
  study: v.optional(text(1, 100)),
  locale: v.optional(locale),
  respondent: v.optional(claimedRespondent),
  context: v.optional(context),
  consent: v.optional(consent),
  /** Marks a trial run. */
  test: v.optional(v.boolean()),
});
export interface ProxyStartRequest extends v.InferOutput<typeof proxyStartRequest> {}

export const proxyStartResponse = v.object({ ticket: nonEmpty, interview: interviewView });
export interface ProxyStartResponse extends v.InferOutput<typeof proxyStartResponse> {}

/** A report of a page: `page` is a random id of this page load, `seq` counts up within it. */
export interface PageReport {
  page: string;
  seq: number;
}

const reportEntries = {
  page: v.optional(text(1, 100)),
  seq: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
};

/** A report has both parts or neither: one alone could not be put in order. */
const isCompleteReport = ({ page, seq }: Partial<PageReport>) => (page === undefined) === (seq === undefined);
const INCOMPLETE_REPORT = 'page and seq go together.';

export const proxyCompleteRequest = v.pipe(
  requestObject({
    reason,
    /** The respondent pressed End: no grace. */
    final: v.optional(v.boolean()),
    ...reportEntries,
  }),
  v.check(body => isCompleteReport(body), INCOMPLETE_REPORT),
);
export interface ProxyCompleteRequest extends v.InferOutput<typeof proxyCompleteRequest> {}

/** 200: Koji has acknowledged the completion. */
export const proxyCompleted = v.object({ status: v.literal('completed'), ...completion.entries });

/**
 * 202. `leaving`: the page has left, and the interview is completed after the grace. `completing`:
 * Koji has not responded yet, and the lease sends the completion again.
 */
export const proxyCompletionPending = v.variant('status', [
  v.object({ status: v.literal('leaving'), completes_at: isoTime }),
  v.object({ status: v.literal('completing') }),
]);

export const proxyCompleteResponse = v.variant('status', [proxyCompleted, ...proxyCompletionPending.options]);
export type ProxyCompleteResponse = v.InferOutput<typeof proxyCompleteResponse>;

export const resumeRequest = v.pipe(
  requestObject({ respondent: v.optional(claimedRespondent), ...reportEntries }),
  v.check(body => isCompleteReport(body), INCOMPLETE_REPORT),
);
export interface ResumeRequest extends v.InferOutput<typeof resumeRequest> {}

export const heartbeatRequest = v.pipe(
  requestObject({ state: v.picklist(['visible', 'hidden']), ...reportEntries }),
  v.check(body => isCompleteReport(body), INCOMPLETE_REPORT),
);
export interface HeartbeatRequest extends v.InferOutput<typeof heartbeatRequest> {}
