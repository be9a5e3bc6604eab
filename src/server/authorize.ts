import type * as v from 'valibot';
import type { PageReport } from '../wire/proxy-contract.ts';
import type { Clock } from './clock.ts';
import { HttpError } from './http-error.ts';
import type { Session } from './koji-client.ts';
import type { LeaseStart } from './lease.ts';
import { isAllowedOrigin } from './origins.ts';
import type { ProxyContext } from './proxy.ts';
import { checkBody, mediaType, readJson } from './request-body.ts';

/** A call that carries a good ticket, and what follows from the ticket. */
export interface AuthorizedCall<Body> {
  body: Body;
  session: Session;
  lease: LeaseStart;
}

/**
 * Lets a call with a ticket in: ticket, origin for its study, content type, body, in this order.
 * With `beacon` the ticket may also be in a `text/plain` body: a beacon can't set headers, and plain text needs no preflight.
 */
export async function authorize<Schema extends v.GenericSchema>(
  request: Request,
  { settings, tickets }: ProxyContext,
  schema: Schema,
  { beacon = false } = {},
): Promise<AuthorizedCall<v.InferOutput<Schema>>> {
  const plain = beacon && mediaType(request) === 'text/plain' ? await readPlain(request, settings.clock) : null;
  const sealed = plain?.ticket ?? (request.headers.get(TICKET_HEADER) || bearer(request));
  if (typeof sealed !== 'string') throw new HttpError('ticket_invalid', 'A ticket is needed.');

  const ticket = await tickets.open(sealed);
  if (ticket.expires_at <= settings.clock.now()) throw new HttpError('ticket_expired', 'The ticket has expired.');
  const study = settings.studyOf(ticket.study);
  if (!study?.apiKey) throw new HttpError('ticket_invalid', 'The study of this ticket is no more.');
  if (!isAllowedOrigin(request, study.origins)) throw originNotAllowed();

  return {
    body: checkBody(schema, plain ? plain.body : await readJsonBody(request, settings.clock)),
    session: { apiKey: study.apiKey, interviewId: ticket.interview_id, sessionToken: ticket.session_token },
    lease: { id: ticket.interview_id, study: ticket.study, ticket: sealed, ends_at: ticket.ends_at },
  };
}

/** @throws Refusal `unsupported_media_type` for anything but JSON. */
export async function readJsonBody(request: Request, clock: Clock): Promise<unknown> {
  if (mediaType(request) !== 'application/json') {
    throw new HttpError('unsupported_media_type', 'Content-Type has to be application/json.');
  }
  return readJson(request, clock);
}

export const originNotAllowed = () =>
  new HttpError('origin_not_allowed', 'This origin may not use the interview proxy; see its option allowedOrigins.');

/** A report counts only as a whole: the schemas refuse halves. */
export const reportOf = ({ page, seq }: Partial<PageReport>): PageReport | undefined =>
  page === undefined || seq === undefined ? undefined : { page, seq };

async function readPlain(request: Request, clock: Clock): Promise<{ ticket: unknown; body: unknown }> {
  const value = await readJson(request, clock);
  if (typeof value !== 'object' || value === null) return { ticket: undefined, body: value };
  const { ticket, ...body } = value as Record<string, unknown>;
  return { ticket, body };
}

/** `Authorization` belongs to the host (Basic auth in front of a staging site): the ticket has a header of its own. */
export const TICKET_HEADER = 'X-Koji-Ticket';

/** Accepted as well, for callers that only speak bearer tokens. */
const bearer = (request: Request): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1];
