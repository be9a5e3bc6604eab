/** @jsxImportSource hono/jsx */
import type { Analysis, Quote } from '../../../../src/wire/analysis.ts';
import { messageLink } from '../paths.ts';

export interface FindingsProps {
  analysis: Analysis;
  /** Ids of the messages on this page. Quotes of other messages are shown without a link. */
  messageIds: ReadonlySet<string>;
}

/** A theme, or an insight, which has no name. */
interface Finding {
  name?: string;
  text: string;
  quotes: Quote[];
}

/** Themes and insights, each with its quotes. */
export const Findings = ({ analysis: { themes, insights }, messageIds }: FindingsProps) => (
  <>
    <FindingList
      id="themes"
      heading="Themes"
      empty="Not enough was said to find themes."
      findings={themes.map(({ name, description, quotes }) => ({ name, text: description, quotes }))}
      messageIds={messageIds}
    />
    <FindingList
      id="insights"
      heading="Insights"
      empty="Not enough was said to find insights."
      findings={insights}
      messageIds={messageIds}
    />
  </>
);

interface FindingListProps {
  id: string;
  heading: string;
  /** Said in place of an empty list. */
  empty: string;
  findings: Finding[];
  messageIds: ReadonlySet<string>;
}

const FindingList = ({ id, heading, empty, findings, messageIds }: FindingListProps) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{heading}</h2>
    {findings.length === 0 ? (
      <p class="empty">{empty}</p>
    ) : (
      <ul class="findings">
        {findings.map(({ name, text, quotes }) => (
          <li>
            {name !== undefined && <h3 dir="auto">{name}</h3>}
            <p dir="auto">{text}</p>
            <QuoteList quotes={quotes} messageIds={messageIds} />
          </li>
        ))}
      </ul>
    )}
  </section>
);

const QuoteList = ({ quotes, messageIds }: { quotes: Quote[]; messageIds: ReadonlySet<string> }) => (
  <>
    {quotes.map(({ message_id, text }) => (
      <blockquote dir="auto">
        {messageIds.has(message_id) ? <a href={messageLink(message_id)}>{text}</a> : text}
      </blockquote>
    ))}
  </>
);
