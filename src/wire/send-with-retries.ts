import { createFailure, type ErrorCode, type FailureCode } from '../interview/failures.ts';
import type { ErrorBody } from './error-body.ts';
import { InterviewError } from './interview-error.ts';
import { RESPONSE_TIMEOUT } from './start-request.ts';
import { withTimeout } from './with-timeout.ts';

/** When a request is sent again. */
export interface RetryPolicy {
  /** How often at most. */
  limit: number;
  /** Statuses after which a request can succeed later. */
  statuses: readonly number[];
  /** Whether a request that got no response may be repeated. After a timeout it never is. */
  canRepeatUnanswered(): boolean;
  /** Called before each retry. */
  onRetry?(): void;
}

/** The wait before a retry is random, up to a limit that doubles with each. In milliseconds. */
const FIRST_WAIT = 300;
const LONGEST_WAIT = 8000;

/**
 * Longest total wait for `Retry-After`, in seconds. Beyond it, show the error instead of a spinner.
 */
const MAX_RETRY_WAIT = 5;

/**
 * Sends a request until it gets a good response or the policy says to stop.
 *
 * @param send sends the request once
 * @param signal gives the request up, also between two tries
 * @throws InterviewError of the last try
 */
export async function sendWithRetries(
  send: () => Promise<Response>,
  { limit, statuses, canRepeatUnanswered, onRetry }: RetryPolicy,
  signal?: AbortSignal,
): Promise<Response> {
  for (let retry = 1; ; retry++) {
    const outcome = await send().catch(toInterviewError);
    const isAnswered = !(outcome instanceof InterviewError);
    if (isAnswered && outcome.ok) return outcome;
    const error = isAnswered ? await readError(outcome) : outcome;
    const { code, retryAfter = 0 } = error.failure;
    const canRepeat = isAnswered
      ? statuses.includes(outcome.status) && retryAfter * retry <= MAX_RETRY_WAIT
      : code !== 'timed_out' && canRepeatUnanswered();
    if (!canRepeat || retry > limit || signal?.aborted) throw error;
    await wait(retryAfter * 1000 || Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (retry - 1)), signal);
    if (signal?.aborted) throw error;
    onRetry?.();
  }
}

const toInterviewError = (error: unknown): InterviewError =>
  error instanceof InterviewError ? error : new InterviewError(createFailure('unreachable', String(error)), error);

/**
 * The error that an error response tells of: `bad_response` if it does not match the contract. Its
 * cause is the response.
 */
async function readError(response: Response): Promise<InterviewError> {
  const { status, headers } = response;
  const late = 'The response did not come to its end.';
  const body: Partial<ErrorBody> | null = await withTimeout(response.json(), RESPONSE_TIMEOUT, late).catch(() => null);
  const code: FailureCode = typeof body?.error === 'string' ? (body.error as ErrorCode) : 'bad_response';
  const message = body?.message ?? `The proxy responded with status ${status}.`;
  return new InterviewError(createFailure(code, message, readRetryAfter(headers) || undefined), response);
}

/**
 * In seconds; 0 without the header. Gateways also send a date, by their own clock, which `Date`
 * tells; a page of another origin may not read that, and takes its own clock.
 */
function readRetryAfter(headers: Headers): number {
  const value = headers.get('retry-after') ?? '';
  if (!Number.isNaN(Number(value))) return Number(value);
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return Math.max(0, (Date.parse(value) - now) / 1000 || 0);
}

/** Resolves after so many milliseconds, or when the request is given up. */
const wait = (milliseconds: number, signal?: AbortSignal): Promise<unknown> =>
  new Promise(resolve => {
    setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', resolve);
  });
