import type * as v from 'valibot';

/** The parts of a schema that hold other schemas. */
interface SchemaParts {
  pipe?: readonly [v.GenericSchema, ...unknown[]];
  entries?: v.ObjectEntries;
  item?: v.GenericSchema;
  wrapped?: v.GenericSchema;
}

/**
 * The same schema, demanding types only: checks in pipes, such as formats and ranges, are left out
 * at every level of objects, arrays and optional values.
 */
export function withoutChecks<Schema extends v.GenericSchema>(schema: Schema): Schema {
  const { pipe, entries, item, wrapped } = schema as Schema & SchemaParts;
  if (pipe) return withoutChecks(pipe[0]) as Schema;
  if (entries) {
    const unchecked = Object.entries(entries).map(([name, entry]) => [name, withoutChecks(entry as v.GenericSchema)]);
    return { ...schema, entries: Object.fromEntries(unchecked) };
  }
  if (item) return { ...schema, item: withoutChecks(item) };
  if (wrapped) return { ...schema, wrapped: withoutChecks(wrapped) };
  return schema;
}
