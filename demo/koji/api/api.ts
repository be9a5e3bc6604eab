import { Hono, type MiddlewareHandler } from 'hono';
import type { Reason } from '../../../src/interview/completion.ts';
import { completeRequest, type StartRequest, startRequest } from '../../../src/wire/koji-api.ts';
import { type MessageRequest, messageRequest } from '../../../src/wire/messages.ts';
import type { AnalysisQueue } from '../analysis-jobs/queue.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Guide } from '../guides/guide.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';
import { completeInterview } from '../interviews/complete.ts';
import { findInterview } from '../interviews/find-interview.ts';
import { handleMessage } from '../interviews/message.ts';
import { readInterview } from '../interviews/read-interview.ts';
import { startInterview } from '../interviews/start.ts';
import type { Log } from '../log.ts';
import type { WebhookQueue } from '../webhooks/queue.ts';
import { createErrorHandler } from './error-handler.ts';
import { type ApiEnv, authenticate, parseJsonBody, requirePermission, requireSessionToken } from './guards.ts';
import { createRateLimiter } from './rate-limit.ts';
import { streamReply, type TypingSpeed } from './reply-stream.ts';

export interface ApiOptions {
  db: Db;
  clock: Clock;
  interviewer: Interviewer;
  guides: readonly Guide[];
  analysisQueue: AnalysisQueue;
  webhookQueue: WebhookQueue;
  /** Requests per minute and key; 0 for no limit. */
  rateLimit: number;
  typing: TypingSpeed;
  log: Log;
}

/** Koji's HTTP API under `/api`: the four routes of the contract. */
export function createApi(options: ApiOptions): Hono<ApiEnv> {
  const { db, clock, rateLimit, typing, log } = options;
  const api = new Hono<ApiEnv>();
  const requireKey = authenticate(db, clock, createRateLimiter(rateLimit));

  api.onError(createErrorHandler(log));

  api
    .post(
      '/api/v1/interviews/start',
      requireKey,
      requirePermission('interview:start'),
      ...parseJsonBody(startRequest),
      async c => {
        const body = c.get('body') as StartRequest;
        return c.json(await startInterview(options, c.get('caller').projectId, body), 201);
      },
    )
    .all(methodNotAllowed('POST'));

  api
    .post(
      '/api/v1/interviews/:id/message',
      requireKey,
      requirePermission('interview:chat'),
      ...parseJsonBody(messageRequest),
      async c => {
        const interview = await findInterview(db, c.get('caller').projectId, c.req.param('id'));
        requireSessionToken(c, interview);
        const reply = await handleMessage(options, interview.id, c.get('body') as MessageRequest);
        return streamReply(c, reply, typing, clock);
      },
    )
    .all(methodNotAllowed('POST'));

  api
    .post(
      '/api/interview/complete',
      requireKey,
      requirePermission('interview:complete'),
      ...parseJsonBody(completeRequest),
      async c => {
        const { interview_id, reason } = c.get('body') as { interview_id: string; reason?: Reason };
        const interview = await findInterview(db, c.get('caller').projectId, interview_id);
        requireSessionToken(c, interview);
        return c.json(await completeInterview(options, interview.id, reason));
      },
    )
    .all(methodNotAllowed('POST'));

  api
    .get('/api/v1/interviews/:id', requireKey, requirePermission('interview:read'), async c => {
      const interview = await findInterview(db, c.get('caller').projectId, c.req.param('id'));
      return c.json(await readInterview(options, interview.id));
    })
    .all(methodNotAllowed('GET', 'HEAD'));

  api.all('/api/*', c => {
    throw new ApiError('not_found', `There is no route ${c.req.path}.`);
  });
  return api;
}

const methodNotAllowed =
  (...allowed: string[]): MiddlewareHandler =>
  c => {
    throw new ApiError('method_not_allowed', `${c.req.method} is not allowed here; use ${allowed.join(' or ')}.`, {
      headers: { Allow: allowed.join(', ') },
    });
  };
