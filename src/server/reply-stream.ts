import { createReplyReader, formatReplyEvent } from '../wire/event-stream.ts';
import type { ReplyDone } from '../wire/messages.ts';
import type { Clock } from './clock.ts';

export interface ReplyStreamOptions {
  /** Called, and awaited, before the bytes that say so are passed on. */
  onDone(done: ReplyDone): Promise<void>;
  clock: Clock;
  /** How long Koji may be silent in the middle of a reply, in milliseconds. */
  silence: number;
}

/**
 * Passes a reply's bytes on as they come, and reads along. Where the stream ends, breaks or falls silent before its
 * last event, an `error` event is added, so that every reply has an end. Cancelling it cancels the upstream.
 */
export function relayReply(
  upstream: ReadableStream<Uint8Array>,
  { onDone, clock, silence }: ReplyStreamOptions,
): ReadableStream<Uint8Array> {
  const reader = upstream.getReader();
  const decoder = new TextDecoder();
  let ended = false;
  let done: ReplyDone | null = null;
  const replies = createReplyReader(event => {
    if (event.type === 'delta' || ended) return;
    ended = true;
    if (event.type === 'done') done = event;
  });

  /** The next chunk, or null where there is no other, for whatever reason. */
  async function next(): Promise<Uint8Array | null> {
    let cancel = () => {};
    const silent = new Promise<null>(resolve => {
      cancel = clock.setTimeout(() => resolve(null), silence);
    });
    try {
      const result = await Promise.race([reader.read(), silent]);
      return result?.value ?? null;
    } catch {
      return null;
    } finally {
      cancel();
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await next();
        if (chunk) {
          replies.feed(decoder.decode(chunk, { stream: true }));
          if (done) {
            const said = done;
            done = null;
            await onDone(said);
          }
          controller.enqueue(chunk);
          return;
        }
        if (!ended) {
          // Blank lines first: they end an event that was cut in the middle.
          const failed = { type: 'error', error: 'upstream_failed', message: 'The reply was cut off.' } as const;
          controller.enqueue(new TextEncoder().encode(`\n\n${formatReplyEvent(failed)}`));
        }
        controller.close();
        await reader.cancel().catch(() => {});
      },
      cancel: reason => reader.cancel(reason),
    },
    // Nothing is read ahead of the browser.
    { highWaterMark: 0 },
  );
}
