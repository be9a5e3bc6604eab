import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplyReader, formatReplyEvent } from './event-stream.ts';
import type { ReplyEvent } from './messages.ts';
import { readReply } from './read-reply.ts';

const DONE: ReplyEvent = {
  type: 'done',
  message_id: 'm2',
  content: 'Thanks – and why?\nTell me 👋',
  question: { id: 'q2', text: 'Why?', type: 'open_ended', config: {} },
  interview_status: 'active',
  messages_count: 3,
};
const REPLY: ReplyEvent[] = [
  { type: 'delta', text: 'Thanks – and ' },
  { type: 'delta', text: 'why?\n' },
  { type: 'delta', text: 'Tell me 👋' },
  DONE,
];

/** The events of a reader that is fed these chunks. */
function readEvents(chunks: string[]): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  const reader = createReplyReader(event => events.push(event));
  for (const chunk of chunks) reader.feed(chunk);
  return events;
}

/** Splits a text or bytes at the given places. */
function splitAt<Whole extends { slice(from: number, to: number): Whole; length: number }>(whole: Whole, at: number[]) {
  const places = [0, ...at.map(place => place % (whole.length + 1)).sort((one, other) => one - other), whole.length];
  return places.slice(1).map((end, i) => whole.slice(places[i]!, end));
}

const streamOf = (chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

const TEXT = REPLY.map(formatReplyEvent).join('');
const anyPlaces = fc.array(fc.nat(), { maxLength: 40 });

describe('the event stream', () => {
  it('is parsed as it was written', () => {
    expect(readEvents([TEXT])).toEqual(REPLY);
  });

  it('is the same in any chunks', () => {
    fc.assert(
      fc.property(anyPlaces, places => {
        expect(readEvents(splitAt(TEXT, places))).toEqual(REPLY);
      }),
    );
  });

  it('is the same character by character', () => {
    expect(readEvents([...TEXT])).toEqual(REPLY);
  });

  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('is the same with %s as line ends, in any chunks', (_, end) => {
    const text = TEXT.replaceAll('\n', end);
    fc.assert(
      fc.property(anyPlaces, places => {
        // After a bare CR, the last event only ends with the next byte.
        expect(readEvents([...splitAt(text, places), `:${end}`])).toEqual(REPLY);
      }),
    );
  });

  it('is the same in chunks of bytes that split characters', async () => {
    const bytes = new TextEncoder().encode(TEXT);
    await fc.assert(
      fc.asyncProperty(anyPlaces, async places => {
        const texts: string[] = [];
        const response = new Response(streamOf(splitAt(bytes, places)));
        const { type: _, ...done } = DONE;
        expect(await readReply(response, text => texts.push(text))).toMatchObject(done);
        expect(texts).toEqual(['Thanks – and ', 'why?\n', 'Tell me 👋']);
      }),
    );
  });

  it('keeps any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const event: ReplyEvent = { type: 'delta', text };
        expect(readEvents([formatReplyEvent(event)])).toEqual([event]);
      }),
    );
  });

  it.each([
    ['a byte order mark', `\ufeff${TEXT}`],
    ['comments, which keep a connection open', `: hello\n\n${TEXT.replaceAll('\n\n', '\n\n: still here\n\n')}`],
    ['ids and retry times', `retry: 500\nid: 7\n${TEXT}`],
    ['no space behind the colons', TEXT.replaceAll('event: ', 'event:').replaceAll('data: ', 'data:')],
    ['events of a newer server', `event: mood\ndata: {"text":"happy"}\n\n${TEXT}`],
    ['data without an event name', `data: {"text":"anonymous"}\n\n${TEXT}`],
    ['an event without data', `event: delta\n\n${TEXT}`],
    ['broken JSON', `event: delta\ndata: {"text":"half\n\n${TEXT}`],
    [
      'JSON that is no object',
      `event: delta\ndata: "text"\n\nevent: done\ndata: null\n\nevent: done\ndata: 7\n\n${TEXT}`,
    ],
  ])('is the same with %s', (_, text) => {
    expect(readEvents([text])).toEqual(REPLY);
    expect(readEvents([...text])).toEqual(REPLY);
  });

  it('joins several lines of data to one event', () => {
    expect(readEvents(['event: delta\ndata: {"text":\ndata: "two lines"}\n\n'])).toEqual([
      { type: 'delta', text: 'two lines' },
    ]);
  });

  it('reports an event only when it is complete', () => {
    expect(readEvents(['event: delta\ndata: {"text":"almost"}\n'])).toEqual([]);
  });

  it('keeps the event’s type if the data have another', () => {
    expect(readEvents(['event: delta\ndata: {"type":"done","text":"no"}\n\n'])).toEqual([
      { type: 'delta', text: 'no' },
    ]);
  });
});
