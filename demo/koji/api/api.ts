import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono/types';
import type { Reason } from '../../../src/interview/completion.ts';
import type { StartRequest } from '../../../src/wire/koji-api.ts';
import { completeRequest, startRequest } from '../../../src/wire/koji-api.ts';
import type { MessageRequest } from '../../../src/wire/messages.ts';
import { messageRequest } from '../../../src/wire/messages.ts';
import type { AnalysisQueue } from '../analysis-jobs/queue.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Guide } from '../guides/guide.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';
import { completeInterview } from '../interviews/complete.ts';
import { demandSession, findInterview } from '../interviews/find.ts';
import { takeMessage } from '../interviews/message.ts';
import { readInterview } from '../interviews/read.ts';
import { startInterview } from '../interviews/start.ts';
import { ApiError } from '../refusal.ts';
import type { Webhooks } from '../webhooks/queue.ts';
import { authenticated, type Guarded, jsonBody, permitted } from './guards.ts';
import { createRateLimit } from './rate-limit.ts';
import { type Log, refuse } from './refuse.ts';
import { streamReply, type Typing } from './reply-stream.ts';

export interface ApiOptions {
  db: Db;
  clock: Clock;
  interviewer: Interviewer;
  guides: readonly Guide[];
  analysisQueue: AnalysisQueue;
  webhooks: Webhooks;
  /** Requests a minute a key; 0 for no limit. */
  rateLimit: number;
  typing: Typing;
  log: Log;
}

/** Koji's HTTP API: the four routes, and clear answers beside them. */
export function createApi(options: ApiOptions): Hono<Guarded> {
  const { db, clock, rateLimit, typing, log } = options;
  const api = new Hono<Guarded>();
  const keyed = authenticated(db, clock, createRateLimit(rateLimit));
  const sessionToken = 'X-Session-Token';

  api.onError(refuse(log));

  api
    .post('/api/v1/interviews/start', keyed, permitted('interview:start'), ...jsonBody(startRequest), async c =>
      c.json(await startInterview(options, c.get('caller').projectId, c.get('body') as StartRequest), 201),
    )
    .all(onlyBy('POST'));

  api
    .post(
      '/api/v1/interviews/:id/message',
      keyed,
      permitted('interview:chat'),
      ...jsonBody(messageRequest),
      async c => {
        const interview = await findInterview(db, c.get('caller').projectId, c.req.param('id'));
        demandSession(interview, c.req.header(sessionToken));
        return streamReply(c, await takeMessage(options, interview.id, c.get('body') as MessageRequest), typing, clock);
      },
    )
    .all(onlyBy('POST'));

  api
    .post('/api/interview/complete', keyed, permitted('interview:complete'), ...jsonBody(completeRequest), async c => {
      const { interview_id, reason } = c.get('body') as { interview_id: string; reason?: Reason };
      const interview = await findInterview(db, c.get('caller').projectId, interview_id);
      demandSession(interview, c.req.header(sessionToken));
      return c.json(await completeInterview(options, interview.id, reason));
    })
    .all(onlyBy('POST'));

  api
    .get('/api/v1/interviews/:id', keyed, permitted('interview:read'), async c => {
      const interview = await findInterview(db, c.get('caller').projectId, c.req.param('id'));
      return c.json(await readInterview(options, interview.id));
    })
    .all(onlyBy('GET', 'HEAD'));

  api.all('/api/*', () => {
    throw new ApiError('not_found', 'There is no such route.');
  });
  return api;
}

const onlyBy =
  (...methods: string[]): MiddlewareHandler =>
  () => {
    throw new ApiError('method_not_allowed', `This route is called by ${methods.join(' or ')}.`, {
      headers: { Allow: methods.join(', ') },
    });
  };
