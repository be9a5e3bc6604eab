/** @jsxImportSource hono/jsx */
import type { PropsWithChildren } from 'hono/jsx';
import type { InterviewFilter } from '../../interviews/filter.ts';
import type { StudyChoice } from '../../studies/list-studies.ts';
import { DASHBOARD_PATH, DELIVERIES_PATH } from '../paths.ts';
import type { DeliveryFilter } from '../source.ts';
import { DELIVERY_TEXTS, DISPLAY_STATUS_TEXTS, EVENT_TEXTS, REASON_TEXTS } from '../texts.ts';

export const isFiltered = (filter: InterviewFilter | DeliveryFilter): boolean => Object.keys(filter).length > 0;

export const InterviewFilterForm = ({ filter, studies }: { filter: InterviewFilter; studies: StudyChoice[] }) => (
  <FilterForm label="Interviews" action={DASHBOARD_PATH} filter={filter}>
    <Select name="study" label="Study" value={filter.study} options={studies.map(({ name, title }) => [name, title])} />
    <Select name="status" label="State" value={filter.status} options={Object.entries(DISPLAY_STATUS_TEXTS)} />
    <Select name="reason" label="Ending" value={filter.reason} options={Object.entries(REASON_TEXTS)} />
    <label>
      Respondent ID{' '}
      <input
        name="respondent"
        value={filter.respondent ?? ''}
        maxlength={200}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
    </label>
  </FilterForm>
);

export const DeliveryFilterForm = ({ filter }: { filter: DeliveryFilter }) => (
  <FilterForm label="Deliveries" action={DELIVERIES_PATH} filter={filter}>
    <Select name="state" label="State" value={filter.state} options={Object.entries(DELIVERY_TEXTS)} />
    <Select name="event" label="Event" value={filter.event} options={Object.entries(EVENT_TEXTS)} />
  </FilterForm>
);

type FilterFormProps = PropsWithChildren<{ label: string; action: string; filter: InterviewFilter | DeliveryFilter }>;

/** A plain form above a list. It works without a script. */
const FilterForm = ({ label, action, filter, children }: FilterFormProps) => (
  // biome-ignore lint/a11y/useSemanticElements: the form itself is the landmark, without `<search>`
  <form class="filter" method="get" action={action} role="search" aria-label={label}>
    {children}
    <p>
      <button type="submit">Show</button> {isFiltered(filter) && <a href={action}>Show all</a>}
    </p>
  </form>
);

interface SelectProps {
  name: string;
  label: string;
  /** The selected value; undefined selects "All". */
  value: string | undefined;
  /** Values with their texts. */
  options: [value: string, text: string][];
}

const Select = ({ name, label, value, options }: SelectProps) => (
  <label>
    {label}{' '}
    <select name={name}>
      <option value="">All</option>
      {options.map(([option, text]) => (
        <option value={option} selected={option === value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);
