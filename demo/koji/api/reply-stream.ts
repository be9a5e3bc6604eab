import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { formatReplyEvent } from '../../../src/wire/event-stream.ts';
import type { ReplyDone } from '../../../src/wire/messages.ts';
import type { Clock } from '../clock.ts';

/** How fast a reply appears: `off` sends it at once, a number is the pause after each word in milliseconds. */
export type TypingSpeed = 'off' | number;

/**
 * Answers with a reply as the event stream of the contract: its words one by one, then `done`. The reply is stored already,
 * so a client that goes away midway loses nothing: a repeat of its message gives the same reply.
 */
export function streamReply(c: Context, reply: ReplyDone, typing: TypingSpeed, clock: Clock): Response {
  c.header('Content-Type', 'text/event-stream; charset=utf-8');
  c.header('Cache-Control', 'no-store');
  // Keeps nginx and its like from holding the words back.
  c.header('X-Accel-Buffering', 'no');
  const done = formatReplyEvent({ type: 'done', ...reply });
  if (typing === 'off') return c.body(formatReplyEvent({ type: 'delta', text: reply.content }) + done);

  return stream(c, async output => {
    const gone = new AbortController();
    output.onAbort(() => gone.abort());
    for (const text of splitWords(reply.content)) {
      await output.write(formatReplyEvent({ type: 'delta', text }));
      await clock.sleep(typing, gone.signal).catch(() => {});
      if (gone.signal.aborted) return;
    }
    await output.write(done);
  });
}

/** Words with the space behind them; together they are the text. */
export const splitWords = (text: string): string[] => text.match(/\s*\S+\s*/gu) ?? [text];
