import { messageRequest, replyEvents } from '../../src/wire/messages.ts';
import {
  heartbeatRequest,
  interviewView,
  proxyCompleted,
  proxyCompleteRequest,
  proxyCompletionPending,
  proxyStartRequest,
  proxyStartResponse,
  resumeRequest,
} from '../../src/wire/proxy-contract.ts';
import { answer, body, errors, type Json, jsonSchema, openApi, streamAnswer } from './describe.ts';

const ANY = {
  origin_not_allowed: 'the page is of an origin that is not allowed.',
  invalid_request: 'the body is not JSON or not of this shape; the message says where.',
  too_large: 'the body is longer than 128 KiB.',
  unsupported_media_type: 'the body is of another type.',
  internal_error: 'something went wrong in the proxy.',
};
const TICKETED = {
  ...ANY,
  ticket_invalid: 'the ticket was not sealed here.',
  ticket_expired: 'the ticket is too old.',
};
const UPSTREAM = {
  upstream_failed: 'Koji refuses the proxy, or answers in another way than its contract.',
  upstream_unavailable: 'Koji can’t be reached, or asks to come back later.',
};

/** A beacon can't set headers, and `text/plain` needs no preflight: ticket and body come as one JSON text. */
const alsoAsBeacon = (schema: Json): Json => ({
  'application/json': { schema },
  'text/plain': {
    schema: { type: 'string', description: 'The same fields and `ticket`, as JSON, where no header can be set.' },
  },
});

/** The proxy's contract as an OpenAPI 3.1 document: the five routes that a respondent's page calls. `base` is their path. */
export const describeProxy = (base: string): Json =>
  openApi(
    {
      title: 'koji-embed proxy',
      description:
        'Called by the widget in a respondent’s page, answered by the customer’s server. The browser only ever holds a sealed ticket.',
    },
    {
      servers: [{ url: base }],
      security: [{ ticket: [] }],
      paths: {
        '/start': {
          post: {
            operationId: 'start',
            summary: 'Begin an interview',
            security: [],
            requestBody: { required: true, content: body(proxyStartRequest) },
            responses: {
              201: answer('It has begun.', proxyStartResponse),
              ...errors({
                ...ANY,
                ...UPSTREAM,
                forbidden: 'the customer’s hook does not want this start.',
                rate_limited: 'too many starts from this address.',
              }),
            },
          },
        },
        '/message': {
          post: {
            operationId: 'message',
            summary: 'Say something, and stream the reply',
            requestBody: { required: true, content: body(messageRequest) },
            responses: {
              200: streamAnswer(
                'Any number of `delta` events, then exactly one of `done` and `error`; their data are `Delta`, `Done` and `Error` of the components.',
              ),
              ...errors({
                ...TICKETED,
                ...UPSTREAM,
                not_found: 'Koji does not know this interview.',
                already_completed: 'the interview has ended.',
                rate_limited: 'Koji asks to come back later.',
              }),
            },
          },
        },
        '/complete': {
          post: {
            operationId: 'complete',
            summary: 'End an interview, or say that the page is being left',
            description: '`final`: the respondent pressed End, and there is no grace. Safe to repeat and safe to race.',
            requestBody: { required: true, content: alsoAsBeacon(jsonSchema(proxyCompleteRequest)) },
            responses: {
              200: answer('Koji has it.', proxyCompleted),
              202: answer('The page left, within its grace; or Koji did not answer yet.', proxyCompletionPending),
              ...errors({
                ...TICKETED,
                upstream_failed: 'Koji refused the completion for good.',
                not_found: 'Koji does not know this interview.',
              }),
            },
          },
        },
        '/resume': {
          post: {
            operationId: 'resume',
            summary: 'Take an interview up again; takes back that its page was left',
            requestBody: { required: true, content: body(resumeRequest) },
            responses: {
              200: answer('The interview as a respondent may see it.', interviewView),
              ...errors({
                ...TICKETED,
                ...UPSTREAM,
                not_found: 'Koji does not know this interview.',
                rate_limited: 'Koji asks to come back later.',
              }),
            },
          },
        },
        '/heartbeat': {
          post: {
            operationId: 'heartbeat',
            summary: 'Say that the page is still there, in sight or not',
            requestBody: { required: true, content: alsoAsBeacon(jsonSchema(heartbeatRequest)) },
            responses: { 204: answer('Noted.'), ...errors(TICKETED) },
          },
        },
      },
      components: {
        securitySchemes: {
          ticket: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Koji-Ticket',
            description: 'From `start`: sealed, opaque, expiring.',
          },
        },
        schemas: {
          Delta: jsonSchema(replyEvents.delta),
          Done: jsonSchema(replyEvents.done),
          Error: jsonSchema(replyEvents.error),
        },
      },
    },
  );
