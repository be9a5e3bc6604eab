import { createFailure, type Failure } from '../interview/failures.ts';
import { createReplyReader } from './event-stream.ts';
import { InterviewError } from './interview-error.ts';
import type { ReplyDone } from './messages.ts';

/** A silent stream is given up after this, in milliseconds. */
const SILENCE = 45_000;
/** A server that leaves the stream open after its last event is not waited for longer than this, in milliseconds. */
const LINGER = 1000;

/** Reads a reply to its end, telling each piece. Rejects with an `InterviewError` where it breaks off or falls silent. */
export async function readReply(response: Response, onText: (text: string) => void): Promise<ReplyDone> {
  let done: ReplyDone | undefined;
  let told: Failure | undefined;
  const reader = createReplyReader(event => {
    if (event.type === 'delta') onText(event.text);
    else if (event.type === 'done') done = event;
    else told = createFailure(event.error, event.message);
  });
  const stream = response.body!.getReader();
  const decoder = new TextDecoder();
  try {
    while (!done && !told) {
      const chunk = await within(SILENCE, stream.read());
      if (chunk.done) break;
      reader.feed(decoder.decode(chunk.value, { stream: true }));
    }
  } catch (error) {
    stream.cancel().catch(() => {});
    if (error instanceof InterviewError) throw error;
    throw new InterviewError(createFailure('bad_response', 'message: the stream broke off.'), error);
  }
  void drain(stream);
  if (done) return done;
  throw new InterviewError(told ?? createFailure('bad_response', 'message: the stream ended without its last event.'));
}

/** Reads what is left, which is nothing: a stream that is given up shows as a failed request in the host's own tools. */
async function drain(stream: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await within(LINGER, stream.read())).done);
  } catch {
    stream.cancel().catch(() => {});
  }
}

/** Rejects with `timed_out` when the promise takes longer than `ms`. */
function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new InterviewError(createFailure('timed_out', 'message: the stream fell silent.'))),
      ms,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
