/** Schemas of single values that the bodies of both contracts share. */
import * as v from 'valibot';

export const uuid = v.pipe(v.string(), v.uuid());

export const nonEmpty = v.pipe(v.string(), v.nonEmpty());

export const isoTime = v.pipe(v.string(), v.isoTimestamp('Expected an ISO 8601 time.'));

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
