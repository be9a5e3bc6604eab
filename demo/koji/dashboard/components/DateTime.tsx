/** @jsxImportSource hono/jsx */

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** A date and time in UTC. A string that is not a date is shown as it is. */
export function DateTime({ value }: { value: Date | string }) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return <>{value}</>;
  return <time datetime={date.toISOString()}>{FORMAT.format(date)} UTC</time>;
}
