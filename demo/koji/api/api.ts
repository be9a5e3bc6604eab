import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono/types';
import type { Reason } from '../../../src/interview/completion.ts';
import type { StartRequest } from '../../../src/wire/koji-api.ts';
import { completeRequest, startRequest } from '../../../src/wire/koji-api.ts';
import type { MessageRequest } from '../../../src/wire/messages.ts';
import { messageRequest } from '../../../src/wire/messages.ts';
import type { AnalysisQueue } from '../analysis-jobs/queue.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Guide } from '../guides/guide.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';
import { completeInterview } from '../interviews/complete.ts';
import { findInterview, requireSessionToken } from '../interviews/find-interview.ts';
import { handleMessage } from '../interviews/message.ts';
import { readInterview } from '../interviews/read-interview.ts';
import { startInterview } from '../interviews/start.ts';
import type { Log } from '../log.ts';
import type { WebhookQueue } from '../webhooks/queue.ts';
import { createErrorHandler } from './error-handler.ts';
import { type ApiEnv, authenticate, parseJsonBody, requirePermission } from './guards.ts';
import { createRateLimiter } from './rate-limit.ts';
import { streamReply, type TypingSpeed } from './reply-stream.ts';

export interface ApiOptions {
  db: Db;
  clock: Clock;
  interviewer: Interviewer;
  guides: readonly Guide[];
  analysisQueue: AnalysisQueue;
  webhookQueue: WebhookQueue;
  /** Requests a minute a key; 0 for no limit. */
  rateLimit: number;
  typing: TypingSpeed;
  log: Log;
}

/** Koji's HTTP API: the four routes, and clear answers beside them. */
export function createApi(options: ApiOptions): Hono<ApiEnv> {
  const { db, clock, rateLimit, typing, log } = options;
  const api = new Hono<ApiEnv>();
  const keyed = authenticate(db, clock, createRateLimiter(rateLimit));
  const sessionToken = 'X-Session-Token';

  api.onError(createErrorHandler(log));

  api
    .post(
      '/api/v1/interviews/start',
      keyed,
      requirePermission('interview:start'),
      ...parseJsonBody(startRequest),
      async c => c.json(await startInterview(options, c.get('caller').projectId, c.get('body') as StartRequest), 201),
    )
    .all(methodNotAllowed('POST'));

  api
    .post(
      '/api/v1/interviews/:id/message',
      keyed,
      requirePermission('interview:chat'),
      ...parseJsonBody(messageRequest),
      async c => {
        const interview = await findInterview(db, c.get('caller').projectId, c.req.param('id'));
        requireSessionToken(interview, c.req.header(sessionToken));
        return streamReply(
          c,
          await handleMessage(options, interview.id, c.get('body') as MessageRequest),
          typing,
          clock,
        );
      },
    )
    .all(methodNotAllowed('POST'));

  api
    .post(
      '/api/interview/complete',
      keyed,
      requirePermission('interview:complete'),
      ...parseJsonBody(completeRequest),
      async c => {
        const { interview_id, reason } = c.get('body') as { interview_id: string; reason?: Reason };
        const interview = await findInterview(db, c.get('caller').projectId, interview_id);
        requireSessionToken(interview, c.req.header(sessionToken));
        return c.json(await completeInterview(options, interview.id, reason));
      },
    )
    .all(methodNotAllowed('POST'));

  api
    .get('/api/v1/interviews/:id', keyed, requirePermission('interview:read'), async c => {
      const interview = await findInterview(db, c.get('caller').projectId, c.req.param('id'));
      return c.json(await readInterview(options, interview.id));
    })
    .all(methodNotAllowed('GET', 'HEAD'));

  api.all('/api/*', () => {
    throw new ApiError('not_found', 'There is no such route.');
  });
  return api;
}

const methodNotAllowed =
  (...methods: string[]): MiddlewareHandler =>
  () => {
    throw new ApiError('method_not_allowed', `This route is called by ${methods.join(' or ')}.`, {
      headers: { Allow: methods.join(', ') },
    });
  };
