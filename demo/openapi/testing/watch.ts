import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createParser } from 'eventsource-parser';
import type { Json } from '../describe.ts';

interface Operation {
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema: Json }> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<'Delta' | 'Done' | 'Error', Json> };
}

/** What a service did that its description does not say, and what of the description was seen. */
export interface Watched {
  fetch(request: Request): Promise<Response>;
  undescribed: string[];
  /** "POST /start 201" */
  seen: Set<string>;
}

/** Watches a service while it is used, and holds every answer, and every body it took, to its description. */
export function watch(document: Json, base: string, service: (request: Request) => Promise<Response>): Watched {
  const { paths, components } = document as unknown as Description;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const compiled = new Map<Json, ValidateFunction>();
  const undescribed: string[] = [];
  const seen = new Set<string>();

  const check = (what: string, schema: Json, value: unknown) => {
    const validate = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validate);
    if (!validate(value)) undescribed.push(`${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
  };

  async function look(request: Request, sent: string, response: Response): Promise<void> {
    const { pathname } = new URL(request.url);
    const path = Object.keys(paths).find(template => matches(base + template, pathname));
    const operation = path && paths[path]?.[request.method.toLowerCase()];
    // Routes and methods that there aren't: these answers are told in words.
    if (!operation) return;
    const what = `${request.method} ${path} ${response.status}`;
    const described = operation.responses[response.status];
    if (!described) return void undescribed.push(`${what}: no such answer`);
    seen.add(what);
    const text = await response.text();
    const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
    if (type === 'text/event-stream') {
      for (const [event, data] of eventsIn(text)) {
        const { schemas } = components;
        const schema = { delta: schemas.Delta, done: schemas.Done, error: schemas.Error }[event];
        if (schema) check(`${what}, ${event}`, schema, JSON.parse(data));
        else undescribed.push(`${what}: no such event as ${event}`);
      }
    } else if (described.content) {
      check(what, described.content['application/json']!.schema, JSON.parse(text));
    } else if (text) undescribed.push(`${what}: a body that is not described`);

    const taken = operation.requestBody?.content['application/json']?.schema;
    const isJson = request.headers.get('Content-Type')?.startsWith('application/json');
    if (response.ok && taken && isJson) check(`${what}, taken`, taken, JSON.parse(sent));
  }

  return {
    undescribed,
    seen,
    async fetch(request) {
      // A body that is not Unicode, or is cut off, is one of the things that are tried.
      const sent = await request
        .clone()
        .text()
        .catch(() => '');
      const response = await service(request);
      await look(request, sent, response.clone());
      return response;
    },
  };
}

const matches = (template: string, path: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);

function eventsIn(text: string): ['delta' | 'done' | 'error', string][] {
  const events: ['delta' | 'done' | 'error', string][] = [];
  createParser({ onEvent: ({ event, data }) => events.push([event as 'delta', data]) }).feed(text);
  return events;
}
