import { createReplyReader, formatReplyEvent } from '../wire/event-stream.ts';
import type { ReplyDone } from '../wire/messages.ts';
import type { Clock } from './clock.ts';

export interface ReplyStreamOptions {
  /** Awaited before the bytes of the `done` event are passed on. */
  onDone(done: ReplyDone): Promise<void>;
  clock: Clock;
  /** How long Koji may be silent in the middle of a reply, in milliseconds. */
  maxSilence: number;
}

/**
 * Passes the bytes of a reply on as they arrive, and parses its events. If the stream ends, breaks
 * or falls silent before its last event, an `error` event is added: every reply has an end.
 * Cancelling the result cancels the upstream.
 */
export function relayReply(
  upstream: ReadableStream<Uint8Array>,
  { onDone, clock, maxSilence }: ReplyStreamOptions,
): ReadableStream<Uint8Array> {
  const reader = upstream.getReader();
  const decoder = new TextDecoder();
  let hasEnded = false;
  let pendingDone: ReplyDone | null = null;
  const events = createReplyReader(event => {
    if (event.type === 'delta' || hasEnded) return;
    hasEnded = true;
    if (event.type === 'done') pendingDone = event;
  });

  /** The next chunk, or null if the stream has ended, broken or fallen silent. */
  async function readChunk(): Promise<Uint8Array | null> {
    let cancelTimeout = () => {};
    const silence = new Promise<null>(resolve => {
      cancelTimeout = clock.setTimeout(() => resolve(null), maxSilence);
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

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await readChunk();
        if (chunk) {
          events.feed(decoder.decode(chunk, { stream: true }));
          if (pendingDone) {
            const done = pendingDone;
            pendingDone = null;
            await onDone(done);
          }
          controller.enqueue(chunk);
          return;
        }
        if (!hasEnded) {
          // Blank lines first: they end an event that was cut in the middle.
          const error = { type: 'error', error: 'upstream_failed', message: 'The reply was cut off.' } as const;
          controller.enqueue(new TextEncoder().encode(`\n\n${formatReplyEvent(error)}`));
        }
        controller.close();
        await reader.cancel().catch(() => {});
      },
      cancel: reason => reader.cancel(reason),
    },
    // Reads nothing ahead of the browser.
    { highWaterMark: 0 },
  );
}
