import type { ErrorBody } from '../wire/error-body.ts';
import { createReplyReader, formatReplyEvent } from '../wire/event-stream.ts';
import type { ReplyDone } from '../wire/messages.ts';
import type { Clock } from './clock.ts';

/** What a reply may take. Koji is trusted, but a server between it and the proxy may be broken. */
export interface ReplyLimits {
  /** How long Koji may be silent in the middle of a reply, in milliseconds. */
  silence: number;
  /** How long a reply may take in all, in milliseconds. */
  duration: number;
  /** How many bytes a reply may have. */
  bytes: number;
}

export interface ReplyStreamOptions {
  /** Awaited before the bytes of the `done` event are passed on. */
  onDone(done: ReplyDone): Promise<void>;
  /** Called once, when the reply has ended, whatever the reason. */
  onEnd(): void;
  /** Registers what ends the reply when the proxy stops. Returns a function that forgets it. */
  whenStopping(end: () => void): () => void;
  clock: Clock;
  limits: ReplyLimits;
}

const CUT_OFF: ErrorBody = { error: 'upstream_failed', message: 'The reply was cut off.' };
const STOPPING: ErrorBody = { error: 'upstream_unavailable', message: 'The proxy is shutting down.' };

/**
 * Passes the bytes of a reply on as they arrive, and parses its events. If the stream ends, breaks,
 * falls silent or reaches a limit before its last event, an `error` event is added: every reply has
 * an end. Cancelling the result cancels the upstream.
 */
export function relayReply(
  upstream: ReadableStream<Uint8Array>,
  { onDone, onEnd, whenStopping, clock, limits }: ReplyStreamOptions,
): ReadableStream<Uint8Array> {
  const reader = upstream.getReader();
  const decoder = new TextDecoder();
  let hasLastEvent = false;
  let isLastEventSent = false;
  let isOver = false;
  let length = 0;
  let pendingDone: ReplyDone | null = null;
  let release = () => {};
  const events = createReplyReader(event => {
    if (event.type === 'delta' || hasLastEvent) return;
    hasLastEvent = true;
    if (event.type === 'done') pendingDone = event;
  });

  /** The next chunk, or null if the stream has ended, broken or fallen silent. */
  async function readChunk(): Promise<Uint8Array | null> {
    let cancelTimeout = () => {};
    const silence = new Promise<null>(resolve => {
      cancelTimeout = clock.setTimeout(() => resolve(null), limits.silence);
    });
    try {
      const result = await Promise.race([reader.read(), silence]);
      return result?.value ?? null;
    } catch {
      return null;
    } finally {
      cancelTimeout();
    }
  }

  function end(controller: ReadableStreamDefaultController<Uint8Array>, error: ErrorBody) {
    if (isOver) return;
    if (!isLastEventSent) {
      // Blank lines first: they end an event that was cut in the middle.
      controller.enqueue(new TextEncoder().encode(`\n\n${formatReplyEvent({ type: 'error', ...error })}`));
    }
    controller.close();
    release();
    reader.cancel().catch(() => {});
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const cancelTimeout = clock.setTimeout(() => end(controller, CUT_OFF), limits.duration);
        const forgetStop = whenStopping(() => end(controller, STOPPING));
        release = () => {
          isOver = true;
          cancelTimeout();
          forgetStop();
          onEnd();
        };
      },
      async pull(controller) {
        const chunk = await readChunk();
        if (isOver) return;
        length += chunk?.byteLength ?? 0;
        if (!chunk || length > limits.bytes) return end(controller, CUT_OFF);
        events.feed(decoder.decode(chunk, { stream: true }));
        if (pendingDone) {
          const done = pendingDone;
          pendingDone = null;
          await onDone(done);
        }
        if (isOver) return;
        controller.enqueue(chunk);
        isLastEventSent = hasLastEvent;
      },
      cancel(reason) {
        release();
        return reader.cancel(reason);
      },
    },
    // Reads nothing ahead of the browser.
    { highWaterMark: 0 },
  );
}
