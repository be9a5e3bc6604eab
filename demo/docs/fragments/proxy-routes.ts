import type { Json, Responses } from '../../openapi/openapi.ts';
import { describeProxy } from '../../openapi/proxy-description.ts';
import { inlineCode, renderTable } from './table.ts';

interface Route {
  summary: string;
  description?: string;
  security?: unknown[];
  requestBody: { content: Record<string, { schema: Schema }> };
  responses: Responses;
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

/** Renders the proxy's routes from the OpenAPI document that the demo serves. */
export const renderProxyRoutes = (): string =>
  Object.entries((describeProxy(BASE) as { paths: Record<string, { post: Route }> }).paths)
    .map(([path, { post }]) => renderRoute(BASE + path, post))
    .join('\n\n');

function renderRoute(path: string, { summary, description, security, requestBody, responses }: Route): string {
  const { schema } = requestBody.content['application/json']!;
  const isBeacon = 'text/plain' in requestBody.content;
  const ticket =
    security?.length === 0
      ? 'It takes no ticket: it creates one.'
      : `The ticket is in the header \`X-Koji-Ticket\`${isBeacon ? ', or in the field `ticket` of a JSON body sent as `text/plain`, because a beacon can’t set headers' : ''}.`;
  const responseRows = Object.entries(responses).map(([status, response]) => [
    inlineCode(status),
    String((response as Json).description),
  ]);
  return [
    `## POST ${path}`,
    `${summary}. ${description ?? ''} ${ticket}`,
    renderTable(['body', ''], listFields(schema)),
    renderTable(['response', ''], responseRows),
  ].join('\n\n');
}

const listFields = ({ properties = {}, required = [] }: Schema, parent = ''): string[][] =>
  Object.entries(properties).flatMap(([name, schema]) => [
    [inlineCode(parent + name), `${describeType(schema)}${required.includes(name) ? '' : ', optional'}`],
    ...(schema.properties ? listFields(schema, `${parent}${name}.`) : []),
  ]);

function describeType(schema: Schema): string {
  const { type, enum: values, oneOf, anyOf = oneOf, items, format, minLength, maxLength, minimum } = schema;
  if ('const' in schema) return inlineCode(JSON.stringify(schema.const));
  if (values) return values.map(value => inlineCode(JSON.stringify(value))).join(' or ');
  if (anyOf) return [...new Set(anyOf.map(describeType))].join(' or ');
  if (items) return `a list of ${describeType(items)}`;
  const bounds =
    maxLength !== undefined
      ? `, ${minLength ? `${minLength} to ` : 'at most '}${maxLength} characters`
      : minimum !== undefined
        ? `, ${minimum} or more`
        : '';
  return (format === 'uuid' ? 'a UUID' : `${type}`) + bounds;
}
