import { createParser } from 'eventsource-parser';
import type { ReplyEvent } from './messages.ts';

/**
 * Reads the message stream of both contracts. Feed it text in any chunks; it calls back with each event.
 * Unknown event names and broken data are passed over, so that a newer server can't break an older reader.
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

/** Writes one event of the message stream. */
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
