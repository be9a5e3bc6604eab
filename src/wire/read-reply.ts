import { createFailure, type Failure } from '../interview/failures.ts';
import { createReplyReader } from './event-stream.ts';
import { InterviewError } from './interview-error.ts';
import type { ReplyDone } from './messages.ts';
import { withTimeout } from './with-timeout.ts';

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
      const chunk = await withTimeout(reader.read(), MAX_SILENCE, 'message: the stream fell silent.');
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
    let chunk = await withTimeout(reader.read(), MAX_LINGER, 'message: the stream stays open.');
    while (!chunk.done) chunk = await withTimeout(reader.read(), MAX_LINGER, 'message: the stream stays open.');
  } catch {
    cancelReading(reader);
  }
}

function cancelReading(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  // A broken stream can't be cancelled, which doesn't matter here.
  reader.cancel().catch(() => {});
}
