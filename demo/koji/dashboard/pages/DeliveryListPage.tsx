/** @jsxImportSource hono/jsx */

import { formatCount } from '../../format-count.ts';
import type { Member } from '../../members/members.ts';
import type { DeliveryList, DeliveryListing } from '../../webhooks/deliveries.ts';
import { describeSendResult } from '../../webhooks/describe-send-result.ts';
import { DateTime } from '../components/DateTime.tsx';
import { DeliveryFilterForm, isFiltered } from '../components/filter-forms.tsx';
import { PageLayout } from '../components/PageLayout.tsx';
import { DELIVERIES_PATH, deliveriesPath, interviewPath } from '../paths.ts';
import type { DeliveryFilter } from '../source.ts';
import { DELIVERY_TEXTS, EVENT_TEXTS } from '../texts.ts';

export interface DeliveryListPageProps {
  list: DeliveryList;
  filter: DeliveryFilter;
  viewer: Member;
}

/** Webhook deliveries, newest first, with their results. Editors can send a failed one again. */
export const DeliveryListPage = ({ list: { deliveries, nextCursor }, filter, viewer }: DeliveryListPageProps) => (
  <PageLayout title="Webhooks" kind="deliveries" viewer={viewer}>
    <h1>Webhooks</h1>
    <DeliveryFilterForm filter={filter} />
    {deliveries.length > 0 ? (
      <DeliveryTable deliveries={deliveries} canResend={viewer.role === 'editor'} />
    ) : (
      <NoDeliveries filter={filter} />
    )}
    {nextCursor && (
      <p class="more">
        <a href={deliveriesPath(filter, nextCursor)} rel="next">
          Earlier deliveries
        </a>
      </p>
    )}
  </PageLayout>
);

const NoDeliveries = ({ filter }: { filter: DeliveryFilter }) => (
  <p class="empty">
    {isFiltered(filter) ? (
      'No deliveries match this filter.'
    ) : (
      <>
        Nothing has been sent yet. Add a receiver with{' '}
        <code>{'npm run koji -- webhooks add <url> --events interview.analysis_ready'}</code>.
      </>
    )}
  </p>
);

const DeliveryTable = ({ deliveries, canResend }: { deliveries: DeliveryListing[]; canResend: boolean }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Event</th>
        <th scope="col" class="wide">
          Receiver
        </th>
        <th scope="col">State</th>
        <th scope="col" class="wide">
          Attempts
        </th>
      </tr>
    </thead>
    <tbody>
      {deliveries.map(delivery => (
        <DeliveryRow delivery={delivery} canResend={canResend} />
      ))}
    </tbody>
  </table>
);

function DeliveryRow({ delivery, canResend }: { delivery: DeliveryListing; canResend: boolean }) {
  const { id, event, interviewId, url, state, attempts, nextAttemptAt, createdAt } = delivery;
  return (
    <tr>
      <th scope="row">
        <a href={interviewPath(interviewId)}>{EVENT_TEXTS[event]}</a>
        <span class="about">
          <DateTime value={createdAt} />
        </span>
        <span class="about narrow">{url}</span>
      </th>
      <td class="wide">{url}</td>
      <td>
        <span class={`state ${state}`}>{DELIVERY_TEXTS[state]}</span>
        <span class="about">{describeLastAttempt(delivery)}</span>
        {state === 'failed' && canResend && (
          <form method="post" action={`${DELIVERIES_PATH}/${encodeURIComponent(id)}/resend`}>
            <button type="submit">Send again</button>
          </form>
        )}
      </td>
      <td class="wide">
        {formatCount(attempts, 'attempt')}
        {nextAttemptAt && (
          <span class="about">
            next <DateTime value={nextAttemptAt} />
          </span>
        )}
      </td>
    </tr>
  );
}

function describeLastAttempt({ lastStatus, lastError, attempts }: DeliveryListing): string {
  if (attempts === 0) return 'Not tried yet';
  const sentence = describeSendResult(lastStatus === null ? { error: lastError ?? 'unknown' } : { status: lastStatus });
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
