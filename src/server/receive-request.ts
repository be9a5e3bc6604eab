import * as v from 'valibot';
import { BODY_LIMIT, describeIssues } from '../wire/request-body.ts';
import type { Clock } from './clock.ts';
import type { ProxyContext } from './context.ts';
import { HttpError } from './http-error.ts';
import { quote } from './quote.ts';

/** What a caller sent. Nothing of it is verified yet. */
export interface ReceivedRequest {
  ticket: string | null;
  /**
   * Reads the JSON of the body. Called once, after the caller was authorised: a caller without a
   * valid ticket must not keep a connection waiting for its body.
   * @throws HttpError `unsupported_media_type`, `too_large` or `invalid_request`.
   */
  readBody(): Promise<unknown>;
}

/**
 * `Authorization` belongs to the host, for example for Basic auth, so the ticket has a header of
 * its own.
 */
export const TICKET_HEADER = 'X-Koji-Ticket';

/**
 * A body that hasn't arrived by then is given up, in milliseconds. Far more than the slowest phone
 * needs.
 */
const BODY_TIMEOUT = 30_000;

/**
 * Reads the ticket that came with a request, and prepares to read its body.
 * @param ticketInBody Also reads `text/plain` bodies with the ticket inside, as beacons are: a
 *   beacon can't set headers, and plain text needs no preflight.
 * @throws HttpError `too_large` or `invalid_request` if the ticket is in a body that can't be read.
 */
export async function receiveRequest(
  request: Request,
  { settings: { clock } }: ProxyContext,
  { ticketInBody = false } = {},
): Promise<ReceivedRequest> {
  const headerTicket = request.headers.get(TICKET_HEADER) || readBearerToken(request);
  const type = readMediaType(request);
  if (ticketInBody && type === 'text/plain') {
    const { ticket, body } = splitTicket(await readJson(request, clock));
    const bodyTicket = typeof ticket === 'string' ? ticket : null;
    return { ticket: ticket === undefined ? headerTicket : bodyTicket, readBody: async () => body };
  }
  return {
    ticket: headerTicket,
    async readBody() {
      if (type === 'application/json') return readJson(request, clock);
      throw new HttpError('unsupported_media_type', `Content-Type: expected application/json, got ${quote(type)}.`);
    },
  };
}

/** @throws HttpError `invalid_request` that says what is wrong and where. */
export function parseBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (!result.success) throw new HttpError('invalid_request', describeIssues(result.issues));
  return result.output;
}

/** Accepted besides `X-Koji-Ticket`, for callers that only speak bearer tokens. */
const readBearerToken = (request: Request): string | null =>
  /^Bearer +(\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1] ?? null;

/** The media type of a request's body, without parameters; empty if there is none. */
const readMediaType = (request: Request): string =>
  (request.headers.get('Content-Type') ?? '').split(';')[0]!.trim().toLowerCase();

function splitTicket(value: unknown): { ticket: unknown; body: unknown } {
  if (typeof value !== 'object' || value === null) return { ticket: undefined, body: value };
  const { ticket, ...body } = value as Record<string, unknown>;
  return { ticket, body };
}

/** What the developer of a server reads whose body parser comes first. */
const EMPTY_BODY =
  'The body is empty. If something else on this server has read it, mount the proxy before that, for example before express.json().';

async function readJson(request: Request, clock: Clock): Promise<unknown> {
  const isReadElsewhere = request.bodyUsed || request.body?.locked;
  const bytes = isReadElsewhere ? null : await readBytes(request, clock);
  if (!bytes?.length) throw new HttpError('invalid_request', EMPTY_BODY);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError('invalid_request', 'The body is not valid JSON.');
  }
}

/** Reads the body up to the limit, whatever length its header claims. */
async function readBytes(request: Request, clock: Clock): Promise<Uint8Array> {
  if (Number(request.headers.get('Content-Length')) > BODY_LIMIT) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  const cancelReading = () => reader.cancel().catch(() => {});
  let hasTimedOut = false;
  const cancelTimeout = clock.setTimeout(() => {
    hasTimedOut = true;
    void cancelReading();
  }, BODY_TIMEOUT);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.byteLength;
      if (length > BODY_LIMIT) throw tooLarge();
      chunks.push(read.value);
    }
  } catch (error) {
    void cancelReading();
    throw error instanceof HttpError ? error : new HttpError('invalid_request', 'The body could not be read.');
  } finally {
    cancelTimeout();
  }
  if (hasTimedOut) throw new HttpError('invalid_request', `The body did not arrive within ${BODY_TIMEOUT / 1000} s.`);
  return concatenate(chunks, length);
}

function concatenate(chunks: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

const tooLarge = () => new HttpError('too_large', `The body is too large: at most ${BODY_LIMIT} bytes are allowed.`);
