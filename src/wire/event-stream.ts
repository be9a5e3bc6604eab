import { createParser } from 'eventsource-parser';
import type { ReplyEvent } from './messages.ts';

/**
 * Creates a parser for the message stream of both contracts. Feed it text in chunks of any size; it
 * calls `onEvent` with each event. It skips unknown event names and malformed data, so that a newer
 * server doesn't break an older reader.
 */
export function createReplyReader(onEvent: (event: ReplyEvent) => void): { feed(text: string): void } {
  return createParser({
    onEvent({ event, data }) {
      if (event !== 'delta' && event !== 'done' && event !== 'error') return;
      const body = parseObject(data);
      if (body) onEvent({ ...body, type: event } as ReplyEvent);
    },
  });
}

/** Formats one event of the message stream. */
export function formatReplyEvent({ type, ...data }: ReplyEvent): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function parseObject(data: string): object | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
