/**
 * Checks that run before a route's own work, in the order of the contract. Each calls the next one
 * or throws.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as v from 'valibot';
import { BODY_LIMIT, describeIssues } from '../../../src/wire/request-body.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Permission } from '../database/enums.ts';
import type { InterviewRow } from '../database/schema.ts';
import { type Caller, findCaller, recordKeyUse } from '../keys/keys.ts';
import { matchesHash } from '../keys/secrets.ts';
import type { RateLimiter } from './rate-limit.ts';

/** Hono's environment: what the guards store for the route. */
export interface ApiEnv {
  Variables: { caller: Caller; body: unknown };
}

/** Requires an API key that is not revoked, and counts the request against its rate limit. */
export const authenticate =
  (db: Db, clock: Clock, countRequest: RateLimiter): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    // Responses contain session tokens and respondents' words.
    c.header('Cache-Control', 'no-store');
    const key = /^Bearer +(\S+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    const caller = key ? await findCaller(db, key) : null;
    if (!caller) {
      throw new ApiError(
        'unauthorized',
        'The API key is missing, unknown or revoked; expected the header "Authorization: Bearer pk_live_…".',
        { headers: { 'WWW-Authenticate': 'Bearer' } },
      );
    }
    const limit = await countRequest(caller.keyId);
    for (const [name, value] of Object.entries(limit?.headers ?? {})) c.header(name, value);
    if (limit?.isExceeded) {
      throw new ApiError('rate_limited', `Too many requests with this key. Try again in ${limit.resetSeconds} s.`, {
        headers: { 'Retry-After': String(limit.resetSeconds) },
      });
    }
    await recordKeyUse(db, caller, clock);
    c.set('caller', caller);
    await next();
  };

/** Requires that the key has this permission. */
export const requirePermission =
  (permission: Permission): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (!c.get('caller').permissions.has(permission)) {
      throw new ApiError('forbidden', `This key does not have the permission "${permission}".`);
    }
    await next();
  };

/** Requires a JSON body that fits the schema, and stores it for the route. */
export const parseJsonBody = (schema: v.GenericSchema): MiddlewareHandler<ApiEnv>[] => [
  requireJsonType,
  limitBodySize,
  parseBody(schema),
];

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

const requireJsonType: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('Content-Type');
  if (!JSON_TYPE.test(type ?? '')) {
    const problem = type ? `Content-Type: "${type}" is not supported` : 'Content-Type is missing';
    throw new ApiError('unsupported_media_type', `${problem}; expected application/json in UTF-8.`);
  }
  await next();
};

const limitBodySize = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => {
    throw new ApiError('too_large', `The body is too large; expected at most ${BODY_LIMIT} bytes.`);
  },
});

const parseBody =
  (schema: v.GenericSchema): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const result = v.safeParse(schema, await readJson(c));
    if (!result.success) throw new ApiError('invalid_request', describeIssues(result.issues));
    c.set('body', result.output);
    await next();
  };

async function readJson(c: Context): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer()));
  } catch {
    throw new ApiError('invalid_request', 'The body is not valid JSON in UTF-8.');
  }
}

/** Requires the session token that `start` returned for this interview. */
export function requireSessionToken(c: Context, interview: InterviewRow): void {
  const token = c.req.header('X-Session-Token');
  if (!token || !matchesHash(interview.sessionTokenHash, token)) {
    throw new ApiError(
      'unauthorized',
      'The session token is missing or belongs to another interview; expected the header "X-Session-Token: st_live_…".',
    );
  }
}
