import { html } from 'hono/html';
import * as v from 'valibot';
import { DELIVERY_STATES, type DeliveryState } from '../database/schema.ts';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../webhooks/events.ts';
import { select } from './filter.ts';
import type { Html } from './format.ts';
import { DELIVERY_TEXTS, EVENT_TEXTS } from './texts.ts';

/** Which deliveries are looked at; what is absent leaves nothing out. */
export interface DeliveryFilter {
  state?: DeliveryState;
  event?: WebhookEvent;
}

const filterSchema = v.object({
  state: v.fallback(v.optional(v.picklist(DELIVERY_STATES)), undefined),
  event: v.fallback(v.optional(v.picklist(WEBHOOK_EVENTS)), undefined),
});

/** The filter in a page's address. What is none of the choices leaves nothing out. */
export const readDeliveryFilter = (query: Record<string, string>): DeliveryFilter =>
  Object.fromEntries(Object.entries(v.parse(filterSchema, query)).filter(([, value]) => value));

/** The address of the deliveries that a filter lets through. */
export function deliveriesAddress(filter: DeliveryFilter, before?: string): string {
  const query = new URLSearchParams({ ...filter, ...(before && { before }) }).toString();
  return query ? `/dashboard/deliveries?${query}` : '/dashboard/deliveries';
}

/** The choices above the deliveries; a form that works without a script. */
export const deliveryFilterForm = ({ state, event }: DeliveryFilter): Html => html`
  <form class="filter" method="get" action="/dashboard/deliveries" role="search" aria-label="Deliveries">
    ${select('state', 'State', state, Object.entries(DELIVERY_TEXTS))}
    ${select('event', 'Event', event, Object.entries(EVENT_TEXTS))}
    <p><button>Show</button>${(state || event) && html` <a href="/dashboard/deliveries">Show all</a>`}</p>
  </form>`;
