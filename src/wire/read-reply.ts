import { createFailure, type Failure } from '../interview/failures.ts';
import { createReplyReader } from './event-stream.ts';
import { InterviewError } from './interview-error.ts';
import type { ReplyDone } from './messages.ts';

/** How long a stream may be silent before it is given up, in milliseconds. */
const MAX_SILENCE = 45_000;
/** How long a stream may stay open after its last event, in milliseconds. */
const MAX_LINGER = 1000;

/**
 * Reads a reply to its end, and calls `onText` with each piece.
 * Rejects with an `InterviewError` if the stream breaks off, falls silent or has an `error` event.
 */
export async function readReply(response: Response, onText: (text: string) => void): Promise<ReplyDone> {
  let done: ReplyDone | undefined;
  let failure: Failure | undefined;
  const events = createReplyReader(event => {
    if (event.type === 'delta') onText(event.text);
    else if (event.type === 'done') done = event;
    else failure = createFailure(event.error, event.message);
  });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  try {
    while (!done && !failure) {
      const chunk = await withTimeout(MAX_SILENCE, reader.read());
      if (chunk.done) break;
      events.feed(decoder.decode(chunk.value, { stream: true }));
    }
  } catch (error) {
    cancelReading(reader);
    if (error instanceof InterviewError) throw error;
    throw new InterviewError(createFailure('bad_response', 'message: the stream broke off.'), error);
  }
  void readToEnd(reader);
  if (done) return done;
  throw new InterviewError(
    failure ?? createFailure('bad_response', 'message: the stream ended without a "done" or "error" event.'),
  );
}

/** Reads the end of the stream: developer tools would show a cancelled one as a failed request. */
async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    let chunk = await withTimeout(MAX_LINGER, reader.read());
    while (!chunk.done) chunk = await withTimeout(MAX_LINGER, reader.read());
  } catch {
    cancelReading(reader);
  }
}

function cancelReading(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  // A broken stream can't be cancelled, which doesn't matter here.
  reader.cancel().catch(() => {});
}

/** Rejects with `timed_out` if the promise takes longer than so many milliseconds. */
function withTimeout<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout>;
  const timeout = new Promise<never>((_, reject) => {
    const message = `message: the stream was silent for ${milliseconds / 1000} s.`;
    timer = setTimeout(() => reject(new InterviewError(createFailure('timed_out', message))), milliseconds);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
