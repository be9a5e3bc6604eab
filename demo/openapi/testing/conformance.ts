import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createParser } from 'eventsource-parser';
import type { Json } from '../openapi.ts';

interface Operation {
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema: Json }> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<'Delta' | 'Done' | 'Error', Json> };
}

/** A service whose requests and responses are checked against its OpenAPI document. */
export interface CheckedService {
  fetch(request: Request): Promise<Response>;
  /** What the document does not describe. */
  violations: string[];
  /** The responses so far, such as "POST /start 201". */
  seen: Set<string>;
}

/** Checks every response of a service, and every body it accepted, against its description. */
export function checkAgainst(
  document: Json,
  base: string,
  service: (request: Request) => Promise<Response>,
): CheckedService {
  const { paths, components } = document as unknown as Description;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validators = new Map<Json, ValidateFunction>();
  const violations: string[] = [];
  const seen = new Set<string>();

  function validate(subject: string, schema: Json, value: unknown) {
    const validator = validators.get(schema) ?? ajv.compile(schema);
    validators.set(schema, validator);
    if (validator(value)) return;
    violations.push(`${subject}: ${ajv.errorsText(validator.errors)} in ${JSON.stringify(value)}`);
  }

  async function check(request: Request, requestText: string, response: Response): Promise<void> {
    const { pathname } = new URL(request.url);
    const path = Object.keys(paths).find(template => matchesPath(base + template, pathname));
    const operation = path && paths[path]?.[request.method.toLowerCase()];
    // The documents don't describe responses to unknown routes and methods.
    if (!operation) return;
    const subject = `${request.method} ${path} ${response.status}`;
    const described = operation.responses[response.status];
    if (!described) {
      violations.push(`${subject}: status not described`);
      return;
    }
    seen.add(subject);
    await checkResponse(subject, described, response);

    const requestSchema = operation.requestBody?.content['application/json']?.schema;
    const isJson = request.headers.get('Content-Type')?.startsWith('application/json');
    if (response.ok && requestSchema && isJson) {
      validate(`${subject}, accepted body`, requestSchema, JSON.parse(requestText));
    }
  }

  async function checkResponse(subject: string, described: Operation['responses'][string], response: Response) {
    const text = await response.text();
    const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
    if (type === 'text/event-stream') {
      const { Delta, Done, Error: ErrorSchema } = components.schemas;
      for (const [event, data] of parseEvents(text)) {
        const schema = { delta: Delta, done: Done, error: ErrorSchema }[event];
        if (schema) validate(`${subject}, ${event}`, schema, JSON.parse(data));
        else violations.push(`${subject}: event ${event} not described`);
      }
    } else if (described.content) {
      validate(subject, described.content['application/json']!.schema, JSON.parse(text));
    } else if (text) {
      violations.push(`${subject}: body not described`);
    }
  }

  return {
    violations,
    seen,
    async fetch(request) {
      // Tests also send bodies that are not UTF-8 or are cut off.
      const requestText = await request
        .clone()
        .text()
        .catch(() => '');
      const response = await service(request);
      await check(request, requestText, response.clone());
      return response;
    },
  };
}

const matchesPath = (template: string, path: string) =>
  new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);

function parseEvents(text: string): ['delta' | 'done' | 'error', string][] {
  const events: ['delta' | 'done' | 'error', string][] = [];
  createParser({ onEvent: ({ event, data }) => events.push([event as 'delta', data]) }).feed(text);
  return events;
}
