/** @jsxImportSource hono/jsx */
import type { Analysis, Insight, Quote, Theme } from '../../../../src/wire/analysis.ts';
import { messageLink } from '../paths.ts';

export interface FindingsProps {
  analysis: Analysis;
  /** Ids of the messages on this page. Quotes of other messages are shown without a link. */
  messageIds: ReadonlySet<string>;
}

/** Themes and insights, each with its quotes. */
export const Findings = ({ analysis: { themes, insights }, messageIds }: FindingsProps) => (
  <>
    <section aria-labelledby="themes">
      <h2 id="themes">Themes</h2>
      {themes.length === 0 ? (
        <p class="empty">Not enough was said to find themes.</p>
      ) : (
        <ul class="findings">
          {themes.map(theme => (
            <ThemeItem theme={theme} messageIds={messageIds} />
          ))}
        </ul>
      )}
    </section>
    <section aria-labelledby="insights">
      <h2 id="insights">Insights</h2>
      {insights.length === 0 ? (
        <p class="empty">Not enough was said to find insights.</p>
      ) : (
        <ul class="findings">
          {insights.map(insight => (
            <InsightItem insight={insight} messageIds={messageIds} />
          ))}
        </ul>
      )}
    </section>
  </>
);

const ThemeItem = ({ theme, messageIds }: { theme: Theme; messageIds: ReadonlySet<string> }) => (
  <li>
    <h3 dir="auto">{theme.name}</h3>
    <p dir="auto">{theme.description}</p>
    <QuoteList quotes={theme.quotes} messageIds={messageIds} />
  </li>
);

const InsightItem = ({ insight, messageIds }: { insight: Insight; messageIds: ReadonlySet<string> }) => (
  <li>
    <p dir="auto">{insight.text}</p>
    <QuoteList quotes={insight.quotes} messageIds={messageIds} />
  </li>
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
