/** @jsxImportSource hono/jsx */
import type { Quote } from '../../../../src/wire/analysis.ts';
import type { TranscriptMessage } from '../../../../src/wire/koji-api.ts';
import { messageElementId } from '../paths.ts';
import { ROLE_TEXTS, TYPE_TEXTS } from '../texts.ts';

export interface TranscriptProps {
  messages: TranscriptMessage[];
  /** When the interview started, ISO 8601. */
  startedAt: string;
  /** The quotes of the analysis; they are marked in the messages. */
  quotes: Quote[];
}

export function Transcript({ messages, startedAt, quotes }: TranscriptProps) {
  if (messages.length === 0) return <p class="empty">No messages yet.</p>;
  return (
    <ol class="transcript">
      {messages.map(message => (
        <Message
          message={message}
          startedAt={startedAt}
          quotes={quotes.filter(quote => quote.message_id === message.message_id)}
        />
      ))}
    </ol>
  );
}

interface MessageProps {
  message: TranscriptMessage;
  startedAt: string;
  quotes: Quote[];
}

const Message = ({ message, startedAt, quotes }: MessageProps) => (
  <li class={`turn ${message.role}`} id={messageElementId(message.message_id)}>
    <p class="message-header">
      <b>{ROLE_TEXTS[message.role]}</b> <TimeSinceStart startedAt={startedAt} createdAt={message.created_at} />
      {message.question && message.question.type !== 'open_ended' && (
        <>
          {' '}
          <span>{TYPE_TEXTS[message.question.type]}</span>
        </>
      )}
    </p>
    <p class="words" dir="auto">
      <MarkedText text={message.content} quotes={quotes} />
    </p>
  </li>
);

/** Minutes and seconds since the interview started, such as "4:05". */
function TimeSinceStart({ startedAt, createdAt }: { startedAt: string; createdAt: string }) {
  const seconds = Math.max(0, Math.floor((Date.parse(createdAt) - Date.parse(startedAt)) / 1000));
  if (Number.isNaN(seconds)) return null;
  return (
    <time datetime={new Date(createdAt).toISOString()}>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
    </time>
  );
}

/** A text with its quoted ranges marked. */
function MarkedText({ text, quotes }: { text: string; quotes: Quote[] }) {
  const ranges = quotedRanges(text, quotes);
  return (
    <>
      {ranges.map(({ start, end }, index) => (
        <>
          {text.slice(ranges[index - 1]?.end ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </>
      ))}
      {text.slice(ranges.at(-1)?.end ?? 0)}
    </>
  );
}

interface TextRange {
  start: number;
  end: number;
}

/** The first occurrence of each quote, in order. Ranges that touch or overlap are joined. */
function quotedRanges(text: string, quotes: Quote[]): TextRange[] {
  const found = quotes
    .filter(quote => quote.text !== '' && text.includes(quote.text))
    .map(quote => ({ start: text.indexOf(quote.text), end: text.indexOf(quote.text) + quote.text.length }))
    .sort((one, other) => one.start - other.start);
  const joined: TextRange[] = [];
  for (const range of found) {
    const last = joined.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else joined.push(range);
  }
  return joined;
}
