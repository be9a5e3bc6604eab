import { html } from 'hono/html';
import type { Analysis, Quote } from '../../../src/wire/analysis.ts';
import type { TranscriptMessage } from '../../../src/wire/koji-api.ts';
import type { Html } from './format.ts';
import { ROLE_TEXTS, TYPE_TEXTS } from './texts.ts';

/** The id of a message's place on the page. */
export const anchorOf = (messageId: string): string => `m-${messageId}`;

/** Every quote an analysis rests on. */
export const quotesOf = (analysis: Analysis | undefined): Quote[] =>
  analysis ? [...analysis.themes, ...analysis.insights].flatMap(({ quotes }) => quotes) : [];

/** The conversation set like text; what the analysis quotes is marked in it. */
export function transcriptView(transcript: TranscriptMessage[], startedAt: string, quotes: Quote[]): Html {
  if (transcript.length === 0) return html`<p class="empty">Nothing has been said yet.</p>`;
  return html`<ol class="transcript">${transcript.map(message => turn(message, startedAt, quotes))}</ol>`;
}

const turn = (message: TranscriptMessage, startedAt: string, quotes: Quote[]): Html => html`
  <li class="turn ${message.role}" id="${anchorOf(message.message_id)}">
    <p class="said-by"><b>${ROLE_TEXTS[message.role]}</b> ${timeInto(startedAt, message.created_at)}${asked(message)}</p>
    <p class="words" dir="auto">${marked(message, quotes)}</p>
  </li>`;

const asked = ({ question }: TranscriptMessage) =>
  question && question.type !== 'open_ended' && html` <span>${TYPE_TEXTS[question.type]}</span>`;

function timeInto(startedAt: string, createdAt: string): Html | string {
  const seconds = Math.max(0, Math.floor((Date.parse(createdAt) - Date.parse(startedAt)) / 1000));
  if (Number.isNaN(seconds)) return '';
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return html`<time datetime="${new Date(createdAt).toISOString()}">${clock}</time>`;
}

/** A message's words with the quoted stretches marked. */
function marked(message: TranscriptMessage, quotes: Quote[]): (Html | string)[] {
  const { content } = message;
  const parts: (Html | string)[] = [];
  let at = 0;
  for (const { from, to } of quotedStretches(message, quotes)) {
    parts.push(content.slice(at, from), html`<mark>${content.slice(from, to)}</mark>`);
    at = to;
  }
  parts.push(content.slice(at));
  return parts;
}

/** Where in a message's words a quote stands, in order; quotes that touch or overlap become one stretch. */
function quotedStretches({ message_id, content }: TranscriptMessage, quotes: Quote[]) {
  const found = quotes
    .filter(quote => quote.message_id === message_id && quote.text !== '' && content.includes(quote.text))
    .map(({ text }) => ({ from: content.indexOf(text), to: content.indexOf(text) + text.length }))
    .sort((one, other) => one.from - other.from);
  const stretches: typeof found = [];
  for (const next of found) {
    const last = stretches.at(-1);
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else stretches.push(next);
  }
  return stretches;
}
