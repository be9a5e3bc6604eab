import * as v from 'valibot';
import { BODY_LIMIT, describeIssues } from '../wire/request-body.ts';
import type { Clock } from './clock.ts';
import { HttpError } from './http-error.ts';

/** The media type of a request's body, without parameters; empty where there is none. */
export const mediaType = (request: Request): string =>
  (request.headers.get('Content-Type') ?? '').split(';')[0]!.trim().toLowerCase();

/** A body that has not come by then is not waited for, in milliseconds. The slowest phone has sent it long before. */
const PATIENCE = 30_000;

/**
 * Reads a JSON body.
 * @throws Refusal `too_large` as soon as the limit is passed, `invalid_request` where it is no JSON or does not come.
 */
export async function readJson(request: Request, clock: Clock): Promise<unknown> {
  const bytes = await readBytes(request, clock);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError('invalid_request', 'The body is not JSON.');
  }
}

/** @throws Refusal `invalid_request` that says what is wrong, and where. */
export function checkBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (!result.success) throw new HttpError('invalid_request', describeIssues(result.issues));
  return result.output;
}

async function readBytes(request: Request, clock: Clock): Promise<Uint8Array> {
  // A length that is told saves reading; one that is not told, or not true, is found out below.
  if (Number(request.headers.get('Content-Length')) > BODY_LIMIT) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (request.body) {
    const reader = (request.body as ReadableStream<Uint8Array>).getReader();
    let isLate = false;
    const giveUp = () => reader.cancel().catch(() => {});
    const cancel = clock.setTimeout(() => {
      isLate = true;
      void giveUp();
    }, PATIENCE);
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        length += read.value.byteLength;
        if (length > BODY_LIMIT) throw tooLarge();
        chunks.push(read.value);
      }
    } catch (error) {
      void giveUp();
      throw error instanceof HttpError ? error : new HttpError('invalid_request', 'The body could not be read.');
    } finally {
      cancel();
    }
    if (isLate) throw new HttpError('invalid_request', 'The body did not come in time.');
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

const tooLarge = () => new HttpError('too_large', `A body may have ${BODY_LIMIT} bytes at most.`);
