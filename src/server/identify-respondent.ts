import { base64url } from 'jose';
import * as v from 'valibot';
import type { Respondent } from '../interview/respondent.ts';
import { describeIssues } from '../wire/request-body.ts';
import { respondentFields } from '../wire/respondent.ts';
import { HttpError } from './http-error.ts';
import type { Logger } from './logger.ts';
import type { ResolvedProxyOptions } from './options.ts';

/** Who a respondent is, and who says so. */
export interface Identification {
  /** `verified`: your server says so; `claimed`: only the page does; `none`: nobody is named. */
  identity: 'verified' | 'claimed' | 'none';
  respondent: Respondent;
}

/** Keys of `metadata` that the team must be able to trust: only the proxy writes them. */
const PROXY_KEYS = ['koji_embed', 'study'];

/**
 * Finds out who sent a request. With the hook `respondent`, what the page claims is dropped.
 * @throws HttpError `forbidden` if the hook returned something else than a respondent.
 */
export async function identifyRespondent(
  request: Request,
  claimed: Respondent | undefined,
  { respondent: hook, logger }: ResolvedProxyOptions<unknown>,
  hookContext: unknown,
): Promise<Identification> {
  if (hook) {
    const verified = readHookResult(await hook(request, hookContext), logger);
    return { identity: isNamed(verified) ? 'verified' : 'none', respondent: verified };
  }
  const { metadata, ...names } = claimed ?? {};
  const allowed = Object.entries(metadata ?? {}).filter(([key]) => !PROXY_KEYS.includes(key));
  const respondent = { ...names, ...(allowed.length > 0 ? { metadata: Object.fromEntries(allowed) } : {}) };
  return { identity: isNamed(respondent) ? 'claimed' : 'none', respondent };
}

const isNamed = ({ external_id, display_name }: Respondent) => external_id !== undefined || display_name !== undefined;

/** Fields without which an interview can still go on. */
const INESSENTIAL_FIELDS = ['display_name', 'metadata'];

/**
 * Reads what the host's hook returned. Without a valid id nobody knows whose interview it would be,
 * so that is refused. A display name or metadata of a wrong shape is only left out.
 */
function readHookResult(result: unknown, logger: Logger): Respondent {
  if (result === null || result === undefined) return {};
  const isObject = typeof result === 'object' && !Array.isArray(result);
  const fields = isObject ? Object.entries(result as object).map(readField) : [];
  const wrong = fields.filter(({ problem }) => problem !== undefined);
  const isUsable = isObject && wrong.every(({ name }) => INESSENTIAL_FIELDS.includes(name));
  if (!isUsable || wrong.length > 0) {
    logger.error(
      'The hook "respondent" returned a wrong shape; return {external_id?, display_name?, metadata?}, or null for nobody.',
      { problems: isObject ? wrong.map(({ problem }) => problem) : [`expected an object, got ${quoteType(result)}.`] },
    );
  }
  if (!isUsable) throw new HttpError('forbidden', "The respondent could not be identified; see the server's log.");
  const given = fields.filter(({ value }) => value !== undefined);
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

const quoteType = (value: unknown) => (Array.isArray(value) ? 'an array' : `a ${typeof value}`);

/** One field that the hook returned; `problem` says what is wrong with it. */
function readField([name, value]: [string, unknown]): { name: string; value?: unknown; problem?: string } {
  if (!Object.hasOwn(respondentFields, name)) return { name, problem: `${name}: no such field.` };
  const schema = respondentFields[name as keyof Respondent];
  // Ids from a database may be bigints.
  const result = v.safeParse(schema, typeof value === 'bigint' ? String(value) : value);
  return result.success
    ? { name, value: result.output }
    : { name, problem: `${name}: ${describeIssues(result.issues)}` };
}

/** Longest hash of a respondent, in bytes. Enough that no two respondents have the same. */
const HASH_LENGTH = 16;

/**
 * A keyed hash of a respondent's id, which a ticket can hold however long the id is. The session
 * token is the key, so the hashes of two interviews can't be compared. Null for nobody.
 */
export async function hashRespondent({ external_id }: Respondent, sessionToken: string): Promise<string | null> {
  if (external_id === undefined) return null;
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(sessionToken), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(external_id));
  return base64url.encode(new Uint8Array(signature, 0, HASH_LENGTH));
}
