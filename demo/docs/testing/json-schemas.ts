import { Ajv2020 } from 'ajv/dist/2020.js';
import { WEBHOOK_EVENTS } from '../../koji/index.ts';
import { describeKoji } from '../../openapi/koji-description.ts';
import type { Json } from '../../openapi/openapi.ts';
import { describeProxy } from '../../openapi/proxy-description.ts';

interface Description {
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: Json }> }> }>>;
  components: { schemas: Record<string, Json> };
}

const DESCRIPTIONS: Record<string, Json> = { koji: describeKoji(), proxy: describeProxy('/koji') };

/**
 * Finds a schema by its name in a JSON sample's `schema` attribute: "proxy /start 201", "proxy
 * Delta", "webhook".
 */
function findSchema(name: string): Json {
  if (name === 'webhook') return buildWebhookSchema();
  const [contract = '', pathOrSchema = '', status = ''] = name.split(' ');
  const { paths, components } = DESCRIPTIONS[contract] as unknown as Description;
  const operation = paths[pathOrSchema] && Object.values(paths[pathOrSchema]).find(entry => 'responses' in entry);
  const schema = operation
    ? operation.responses[status]?.content['application/json']?.schema
    : components.schemas[pathOrSchema];
  if (!schema)
    throw new Error(`unknown schema "${name}"; expected for example "proxy /start 201", "proxy Delta" or "webhook".`);
  return schema;
}

/** A webhook's `data` is the interview without its transcript. */
function buildWebhookSchema(): Json {
  const { properties, required, ...rest } = structuredClone(findSchema('koji /api/v1/interviews/{id} 200')) as {
    properties: Json;
    required: string[];
  };
  delete properties.transcript;
  const data = { ...rest, properties, required: required.filter(name => name !== 'transcript') };
  return {
    type: 'object',
    properties: { type: { enum: WEBHOOK_EVENTS }, timestamp: { type: 'string' }, data },
    required: ['type', 'timestamp', 'data'],
    additionalProperties: false,
  };
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Validates a value against the schema with this name. Returns the errors as one line, or null. */
export function findSchemaError(value: unknown, schema: string): string | null {
  const validate = ajv.compile(findSchema(schema));
  return validate(value) ? null : ajv.errorsText(validate.errors);
}
