import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import type { ErrorCode } from '../../src/interview/failures.ts';
import { STATUS_BY_CODE } from '../../src/wire/status.ts';

/** A JSON Schema, or a part of an OpenAPI document. */
export type Json = Record<string, unknown>;

/** What can come back, by its status. */
export type Answers = Record<number, Json>;

/**
 * A schema of ours as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. A check that is code says what it means by
 * `metadata({ jsonSchema })`; one that doesn't is left out.
 */
export function jsonSchema(schema: v.GenericSchema): Json {
  const { $schema: _, ...described } = toJsonSchema(schema as never, {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'object' ? { ...jsonSchema, additionalProperties: false } : undefined,
    overrideAction: ({ valibotAction, jsonSchema: sofar }) => {
      const { metadata } = valibotAction as { metadata?: { jsonSchema?: Json } };
      return metadata?.jsonSchema ? { ...sofar, ...metadata.jsonSchema } : undefined;
    },
  }) as Json;
  return described;
}

export const body = (schema: v.GenericSchema, type = 'application/json'): Json => ({
  [type]: { schema: jsonSchema(schema) },
});

export const answer = (description: string, schema?: v.GenericSchema): Json => ({
  description,
  ...(schema && { content: body(schema) }),
});

/** `text/event-stream`: what each event's data hold can't be said in OpenAPI 3.1 but in words and as components. */
export const streamAnswer = (description: string): Json => ({
  description,
  content: { 'text/event-stream': { schema: { type: 'string' } } },
});

/** The answers of these codes, one a status. 429 and 503 say when to come back. */
export function errors(codes: Partial<Record<ErrorCode, string>>): Answers {
  const byStatus = Map.groupBy(Object.entries(codes) as [ErrorCode, string][], ([code]) => STATUS_BY_CODE[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map(([code, meaning]) => `\`${code}\`: ${meaning}`).join(' '),
        ...((status === 429 || status === 503) && { headers: { 'Retry-After': RETRY_AFTER } }),
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { error: { enum: group.map(([code]) => code) }, message: { type: 'string' } },
              required: ['error', 'message'],
              additionalProperties: false,
            },
          },
        },
      },
    ]),
  );
}

const RETRY_AFTER = { description: 'Seconds until trying again can help.', schema: { type: 'integer', minimum: 1 } };

/** A whole document from its parts. */
export const openApi = (info: Json, rest: Json): Json => ({
  openapi: '3.1.0',
  info: { version: '1', license: { name: 'MIT', identifier: 'MIT' }, ...info },
  ...rest,
});
