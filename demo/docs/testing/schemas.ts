import { Ajv2020 } from 'ajv/dist/2020.js';
import { WEBHOOK_EVENTS } from '../../koji/webhooks/events.ts';
import type { Json } from '../../openapi/describe.ts';
import { describeKoji } from '../../openapi/koji.ts';
import { describeProxy } from '../../openapi/proxy.ts';

interface Description {
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: Json }> }> }>>;
  components: { schemas: Record<string, Json> };
}

const DESCRIPTIONS: Record<string, Json> = { koji: describeKoji(), proxy: describeProxy('/koji') };

/** A schema by the name that a block of JSON gives: "proxy /start 201", "proxy Delta", "webhook". */
function schemaNamed(name: string): Json {
  if (name === 'webhook') return webhookSchema();
  const [contract = '', what = '', status = ''] = name.split(' ');
  const { paths, components } = DESCRIPTIONS[contract] as unknown as Description;
  const operation = paths[what] && Object.values(paths[what]).find(entry => 'responses' in entry);
  const schema = operation
    ? operation.responses[status]?.content['application/json']?.schema
    : components.schemas[what];
  if (!schema) throw new Error(`There is no schema "${name}".`);
  return schema;
}

/** What a webhook carries is the interview without its transcript. */
function webhookSchema(): Json {
  const { properties, required, ...rest } = structuredClone(schemaNamed('koji /api/v1/interviews/{id} 200')) as {
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

/** What of a value does not fit the schema of this name, or null. */
export function misfitOf(value: unknown, schema: string): string | null {
  const validate = ajv.compile(schemaNamed(schema));
  return validate(value) ? null : ajv.errorsText(validate.errors);
}
