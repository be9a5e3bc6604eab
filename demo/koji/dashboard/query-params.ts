import * as v from 'valibot';
import { REASONS } from '../../../src/interview/completion.ts';
import { DELIVERY_STATES, WEBHOOK_EVENTS } from '../database/enums.ts';
import { DISPLAY_STATUSES } from '../interviews/display-status.ts';
import type { InterviewFilter } from '../interviews/filter.ts';
import type { Period } from '../studies/period.ts';
import type { DeliveryFilter } from './source.ts';
import { PERIOD_TEXTS } from './texts.ts';

/** The dashboard's query parameters. A missing or invalid value means no filter, not an error. */

// PostgreSQL has no text with a NUL.
const text = v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200), v.excludes('\0'))), undefined);

const oneOf = <const Option extends string>(options: readonly Option[]) =>
  v.fallback(v.optional(v.picklist(options)), undefined);

const interviewFilterSchema = v.object({
  study: text,
  respondent: text,
  status: oneOf(DISPLAY_STATUSES),
  reason: oneOf(REASONS),
});

const deliveryFilterSchema = v.object({ state: oneOf(DELIVERY_STATES), event: oneOf(WEBHOOK_EVENTS) });

export const readInterviewFilter = (query: Record<string, string>): InterviewFilter =>
  withoutEmpty(v.parse(interviewFilterSchema, query));

export const readDeliveryFilter = (query: Record<string, string>): DeliveryFilter =>
  withoutEmpty(v.parse(deliveryFilterSchema, query));

/** The period of a study page, from the parameter `days`. Null means all time. */
export const readPeriod = (days: string | undefined): Period =>
  days !== undefined && Object.hasOwn(PERIOD_TEXTS, days) ? (Number(days) as Period) : null;

const withoutEmpty = <Filter extends object>(filter: Filter): Partial<Filter> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Partial<Filter>;
