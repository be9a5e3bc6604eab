import { html } from 'hono/html';
import type { Member } from '../members/members.ts';
import type { DeliveryList, DeliveryListing } from '../webhooks/deliveries.ts';
import { describeOutcome } from '../webhooks/texts.ts';
import { type DeliveryFilter, deliveriesAddress, deliveryFilterForm } from './delivery-filter.ts';
import { counted, type Html, moment } from './format.ts';
import { renderPage } from './layout.ts';
import { DELIVERY_TEXTS, EVENT_TEXTS } from './texts.ts';

/** What was sent to webhooks, newest first, and what became of it. Editors can send again what was given up. */
export const renderDeliveries = (
  { deliveries, nextCursor }: DeliveryList,
  filter: DeliveryFilter,
  viewer: Member,
): Html =>
  renderPage({
    title: 'Webhooks',
    kind: 'deliveries',
    viewer,
    content: html`
      <h1>Webhooks</h1>
      ${deliveryFilterForm(filter)}
      ${deliveries.length > 0 ? table(deliveries, viewer) : Object.keys(filter).length > 0 ? NONE_LIKE_THAT : EMPTY}
      ${nextCursor && html`<p class="more"><a href="${deliveriesAddress(filter, nextCursor)}" rel="next">Earlier deliveries</a></p>`}`,
  });

const NONE_LIKE_THAT = html`<p class="empty">No delivery is like that.</p>`;

const EMPTY = html`<p class="empty">Nothing was sent yet. Add a receiver with <code>npm run koji -- webhooks add &lt;url&gt; --events interview.analysis_ready</code>.</p>`;

const table = (deliveries: DeliveryListing[], viewer: Member): Html => html`
  <table>
    <thead>
      <tr><th scope="col">Event</th><th scope="col" class="wide">Receiver</th><th scope="col">State</th><th scope="col" class="wide">Attempts</th></tr>
    </thead>
    <tbody>${deliveries.map(delivery => row(delivery, viewer))}</tbody>
  </table>`;

function row(delivery: DeliveryListing, viewer: Member): Html {
  const { id, event, interviewId, url, state, attempts, nextAttemptAt, createdAt } = delivery;
  return html`
      <tr>
        <th scope="row"><a href="/dashboard/interviews/${encodeURIComponent(interviewId)}">${EVENT_TEXTS[event]}</a><span class="about">${moment(createdAt.toISOString())}</span><span class="about narrow">${url}</span></th>
        <td class="wide">${url}</td>
        <td><span class="state ${state}">${DELIVERY_TEXTS[state]}</span><span class="about">${outcome(delivery)}</span>${
          state === 'failed' &&
          viewer.role === 'editor' &&
          html`<form method="post" action="/dashboard/deliveries/${encodeURIComponent(id)}/resend"><button>Send again</button></form>`
        }</td>
        <td class="wide">${counted(attempts, 'attempt')}${nextAttemptAt && html`<span class="about">next ${moment(nextAttemptAt.toISOString())}</span>`}</td>
      </tr>`;
}

function outcome({ lastStatus, lastError, attempts }: DeliveryListing): string {
  if (attempts === 0) return 'Not tried yet';
  const sentence = describeOutcome(lastStatus === null ? { error: lastError ?? 'unknown' } : { status: lastStatus });
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
