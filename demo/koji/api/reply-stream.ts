import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { formatReplyEvent } from '../../../src/wire/event-stream.ts';
import type { ReplyDone } from '../../../src/wire/messages.ts';
import type { Clock } from '../clock.ts';

/**
 * How fast a reply appears: the pause after each word in milliseconds, or `off` to send it at once.
 */
export type TypingSpeed = 'off' | number;

/**
 * Responds with a reply as the contract's event stream: a `delta` per word, then `done`. The reply
 * is stored before this is called. A client that disconnects can repeat its message and gets the
 * same reply.
 */
export function streamReply(c: Context, reply: ReplyDone, typing: TypingSpeed, clock: Clock): Response {
  c.header('Content-Type', 'text/event-stream; charset=utf-8');
  c.header('Cache-Control', 'no-store');
  // Turns off response buffering in nginx and other proxies that know the header.
  c.header('X-Accel-Buffering', 'no');
  const done = formatReplyEvent({ type: 'done', ...reply });
  if (typing === 'off') return c.body(formatReplyEvent({ type: 'delta', text: reply.content }) + done);

  return stream(c, async output => {
    const disconnect = new AbortController();
    output.onAbort(() => disconnect.abort());
    for (const text of splitWords(reply.content)) {
      await output.write(formatReplyEvent({ type: 'delta', text }));
      await clock.sleep(typing, disconnect.signal).catch(() => {});
      if (disconnect.signal.aborted) return;
    }
    await output.write(done);
  });
}

/**
 * Splits a text into words, each with the white space around it. Joined, they are the text again.
 */
export const splitWords = (text: string): string[] => text.match(/\s*\S+\s*/gu) ?? [text];
