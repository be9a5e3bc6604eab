import type { Answers, Json } from '../../openapi/describe.ts';
import { describeProxy } from '../../openapi/proxy.ts';
import { code, table } from './table.ts';

interface Route {
  summary: string;
  description?: string;
  security?: unknown[];
  requestBody: { content: Record<string, { schema: Schema }> };
  responses: Answers;
}

interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
}

const BASE = '/koji';

/** The five routes from the OpenAPI document that the demo serves. */
export const proxyRoutes = (): string =>
  Object.entries((describeProxy(BASE) as { paths: Record<string, { post: Route }> }).paths)
    .map(([path, { post }]) => describeRoute(BASE + path, post))
    .join('\n\n');

function describeRoute(path: string, { summary, description, security, requestBody, responses }: Route): string {
  const { schema } = requestBody.content['application/json']!;
  const isBeacon = 'text/plain' in requestBody.content;
  const ticket =
    security?.length === 0
      ? 'No ticket: this route makes one.'
      : `The ticket comes in the header \`X-Koji-Ticket\`${isBeacon ? ', or as `ticket` in a `text/plain` body of JSON, since a beacon can’t set headers' : ''}.`;
  const answers = Object.entries(responses).map(([status, answer]) => [
    code(status),
    String((answer as Json).description),
  ]);
  return [
    `## POST ${path}`,
    `${summary}. ${description ?? ''} ${ticket}`,
    table(['body', ''], fieldsOf(schema)),
    table(['answer', ''], answers),
  ].join('\n\n');
}

const fieldsOf = ({ properties = {}, required = [] }: Schema, parent = ''): string[][] =>
  Object.entries(properties).flatMap(([name, schema]) => [
    [code(parent + name), `${typeOf(schema)}${required.includes(name) ? '' : ', optional'}`],
    ...(schema.properties ? fieldsOf(schema, `${parent}${name}.`) : []),
  ]);

function typeOf(schema: Schema): string {
  const { type, enum: values, oneOf, anyOf = oneOf, items, format, minLength, maxLength, minimum } = schema;
  if ('const' in schema) return code(JSON.stringify(schema.const));
  if (values) return values.map(value => code(JSON.stringify(value))).join(' or ');
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (items) return `a list of ${typeOf(items)}`;
  const bounds =
    maxLength !== undefined
      ? `, ${minLength ? `${minLength} to ` : 'at most '}${maxLength} characters`
      : minimum !== undefined
        ? `, ${minimum} or more`
        : '';
  return (format === 'uuid' ? 'a UUID' : `${type}`) + bounds;
}
