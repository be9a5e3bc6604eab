import type { InterviewFilter } from '../interviews/filter.ts';
import type { Period } from '../studies/period.ts';
import type { ExportFormat } from '../studies/study-source.ts';
import type { DeliveryFilter } from './source.ts';

/** Root of the dashboard, and the first part of the list of interviews. */
export const DASHBOARD_PATH = '/dashboard';

/**
 * The list of interviews that pass a filter.
 *
 * @param before a `nextCursor`: where this part of the list begins
 */
export const interviewsPath = ({ since: _, ...filter }: InterviewFilter, before?: string): string =>
  withQuery(DASHBOARD_PATH, { ...filter, before });

/** The page of one interview, or the place of one message on it. */
export const interviewPath = (id: string, messageId?: string): string =>
  `${DASHBOARD_PATH}/interviews/${encodeURIComponent(id)}${messageId === undefined ? '' : messageLink(messageId)}`;

/** The id of a message's element on the page of its interview. */
export const messageElementId = (messageId: string): string => `m-${messageId}`;

/** A link to a message on the same page. */
export const messageLink = (messageId: string): string => `#${encodeURIComponent(messageElementId(messageId))}`;

export const STUDIES_PATH = `${DASHBOARD_PATH}/studies`;

export const studyPath = (name: string, period: Period = null): string =>
  withQuery(`${STUDIES_PATH}/${encodeURIComponent(name)}`, { days: period ?? undefined });

export const studyExportPath = (name: string, format: ExportFormat, period: Period): string =>
  withQuery(`${STUDIES_PATH}/${encodeURIComponent(name)}/export.${format}`, { days: period ?? undefined });

export const DELIVERIES_PATH = `${DASHBOARD_PATH}/deliveries`;

/**
 * The list of webhook deliveries that pass a filter.
 *
 * @param before a `nextCursor`: where this part of the list begins
 */
export const deliveriesPath = (filter: DeliveryFilter, before?: string): string =>
  withQuery(DELIVERIES_PATH, { ...filter, before });

/** Adds the parameters that have a value. */
function withQuery(path: string, parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}
