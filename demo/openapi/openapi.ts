/** Parts of OpenAPI documents, made from the schemas of both contracts. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import type { ErrorCode } from '../../src/interview/failures.ts';
import { STATUS_BY_CODE } from '../../src/wire/status.ts';

/** A JSON Schema, or a part of an OpenAPI document. */
export type Json = Record<string, unknown>;

/** OpenAPI responses by status. */
export type Responses = Record<number, Json>;

/**
 * Converts a schema to JSON Schema 2020-12, which OpenAPI 3.1 uses. All objects are closed: our
 * services send no other fields. A check that is a function is described by its JSON Schema
 * metadata, or left out.
 */
export function toJson(schema: v.GenericSchema): Json {
  const { $schema: _, ...description } = toJsonSchema(schema as never, {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'object' ? { ...jsonSchema, additionalProperties: false } : undefined,
    overrideAction: ({ valibotAction, jsonSchema }) => {
      const { metadata } = valibotAction as { metadata?: { jsonSchema?: Json } };
      return metadata?.jsonSchema ? { ...jsonSchema, ...metadata.jsonSchema } : undefined;
    },
  }) as Json;
  return description;
}

export const jsonContent = (schema: v.GenericSchema): Json => ({ 'application/json': { schema: toJson(schema) } });

export const createResponse = (description: string, schema?: v.GenericSchema): Json => ({
  description,
  ...(schema && { content: jsonContent(schema) }),
});

/**
 * A `text/event-stream`. OpenAPI 3.1 can only describe the data of its events in text and as
 * components.
 */
export const createStreamResponse = (): Json => ({
  description:
    'Any number of `delta` events, then exactly one `done` or `error` event. Their data are the components `Delta`, `Done` and `Error`.',
  content: { 'text/event-stream': { schema: { type: 'string' } } },
});

const RETRY_AFTER = { description: 'Seconds until a retry can succeed.', schema: { type: 'integer', minimum: 1 } };

/**
 * The error responses for these codes, with the meaning of each. 429 and 503 have `Retry-After`.
 */
export function createErrorResponses(meanings: Partial<Record<ErrorCode, string>>): Responses {
  const byStatus = Map.groupBy(
    Object.entries(meanings) as [ErrorCode, string][],
    ([code]): number => STATUS_BY_CODE[code],
  );
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map(([code, meaning]) => `\`${code}\`: ${meaning}`).join(' '),
        ...((status === 429 || status === 503) && { headers: { 'Retry-After': RETRY_AFTER } }),
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { error: { enum: codes.map(([code]) => code) }, message: { type: 'string' } },
              required: ['error', 'message'],
              additionalProperties: false,
            },
          },
        },
      },
    ]),
  );
}

/** A whole document. */
export const createDocument = (info: Json, parts: Json): Json => ({
  openapi: '3.1.0',
  info: { version: '1', license: { name: 'MIT', identifier: 'MIT' }, ...info },
  ...parts,
});
