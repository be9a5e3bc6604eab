/** What every route asks before its own work, in the order of the contract. Each guard lets through or throws. */

import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as v from 'valibot';
import { BODY_LIMIT, describeIssues } from '../../../src/wire/request-body.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Permission } from '../database/enums.ts';
import { type Caller, findCaller, recordKeyUse } from '../keys/keys.ts';
import type { createRateLimiter } from './rate-limit.ts';

/** What the guards leave behind for the route. */
export interface ApiEnv {
  Variables: { caller: Caller; body: unknown };
}

/** Lets in who shows a living key, within its limit. */
export const authenticate =
  (db: Db, clock: Clock, rateLimit: ReturnType<typeof createRateLimiter>): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    // Answers hold session tokens and what people said.
    c.header('Cache-Control', 'no-store');
    const key = /^Bearer +(\S+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    const caller = key ? await findCaller(db, key) : null;
    if (!caller) {
      throw new ApiError('unauthorized', 'A valid API key is needed: Authorization: Bearer pk_live_….', {
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    }
    const standing = await rateLimit(caller.keyId);
    for (const [name, value] of Object.entries(standing?.headers ?? {})) c.header(name, value);
    if (standing?.isOver) {
      throw new ApiError('rate_limited', `Too many requests with this key. Try again in ${standing.resetSeconds} s.`, {
        headers: { 'Retry-After': String(standing.resetSeconds) },
      });
    }
    await recordKeyUse(db, caller, clock);
    c.set('caller', caller);
    await next();
  };

/** Lets in keys with this permission. */
export const requirePermission =
  (permission: Permission): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (!c.get('caller').permissions.has(permission)) {
      throw new ApiError('forbidden', `This key lacks the permission ${permission}.`);
    }
    await next();
  };

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

const saysJson: MiddlewareHandler = async (c, next) => {
  if (!JSON_TYPE.test(c.req.header('Content-Type') ?? '')) {
    throw new ApiError('unsupported_media_type', 'The body must be JSON in UTF-8: Content-Type: application/json.');
  }
  await next();
};

const withinLimit = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => {
    throw new ApiError('too_large', `The body may have ${BODY_LIMIT} bytes at most.`);
  },
});

const parsed =
  (schema: v.GenericSchema): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const result = v.safeParse(schema, await readJson(c));
    if (!result.success) throw new ApiError('invalid_request', describeIssues(result.issues));
    c.set('body', result.output);
    await next();
  };

/** Lets in a JSON body of this shape. */
export const parseJsonBody = (schema: v.GenericSchema): MiddlewareHandler<ApiEnv>[] => [
  saysJson,
  withinLimit,
  parsed(schema),
];

async function readJson(c: Context): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer()));
  } catch {
    throw new ApiError('invalid_request', 'The body is not valid JSON.');
  }
}
