import type * as v from 'valibot';
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
import {
  createDocument,
  createErrorResponses,
  createResponse,
  createStreamResponse,
  type Json,
  jsonContent,
  toJson,
} from './openapi.ts';

const COMMON_ERRORS = {
  origin_not_allowed: 'the page’s origin is not allowed.',
  invalid_request: 'the body is not JSON or has the wrong shape; the message says where.',
  too_large: 'the body is longer than 128 KiB.',
  unsupported_media_type: 'the body has another type.',
  internal_error: 'the proxy failed.',
};
const TICKET_ERRORS = {
  ...COMMON_ERRORS,
  ticket_invalid: 'the ticket is not from this proxy.',
  ticket_expired: 'the ticket has expired.',
};
const UPSTREAM_ERRORS = {
  upstream_failed: 'Koji refuses the proxy, or its response does not match the contract.',
  upstream_unavailable: 'Koji can’t be reached, or asks to come back later.',
};

/**
 * A beacon can't set headers, and `text/plain` needs no preflight: it sends ticket and body as one
 * JSON text.
 */
const jsonOrBeaconContent = (schema: v.GenericSchema): Json => ({
  ...jsonContent(schema),
  'text/plain': {
    schema: { type: 'string', description: 'The same fields and `ticket`, as JSON, for requests without headers.' },
  },
});

/**
 * Describes the proxy's contract as an OpenAPI 3.1 document: the five routes that a respondent's
 * page calls under `base`.
 */
export const describeProxy = (base: string): Json =>
  createDocument(
    {
      title: 'koji-embed proxy',
      description:
        'Called by the widget in a respondent’s page, and served by the customer’s server. The browser only ever holds an encrypted ticket.',
    },
    {
      servers: [{ url: base }],
      security: [{ ticket: [] }],
      paths: {
        '/start': {
          post: {
            operationId: 'start',
            summary: 'Start an interview',
            security: [],
            requestBody: { required: true, content: jsonContent(proxyStartRequest) },
            responses: {
              201: createResponse('The interview has started.', proxyStartResponse),
              ...createErrorResponses({
                ...COMMON_ERRORS,
                ...UPSTREAM_ERRORS,
                forbidden: 'the customer’s hook refuses this start, or did not say who the respondent is.',
                rate_limited: 'too many starts from this address.',
              }),
            },
          },
        },
        '/message': {
          post: {
            operationId: 'message',
            summary: 'Send a message of the respondent, and stream the reply',
            requestBody: { required: true, content: jsonContent(messageRequest) },
            responses: {
              200: createStreamResponse(),
              ...createErrorResponses({
                ...TICKET_ERRORS,
                ...UPSTREAM_ERRORS,
                not_found: 'Koji does not know this interview.',
                already_completed: 'the interview has ended.',
                rate_limited: 'too many calls with this ticket.',
              }),
            },
          },
        },
        '/complete': {
          post: {
            operationId: 'complete',
            summary: 'Complete an interview, or report that the page is being left',
            description: '`final`: the respondent pressed End, and there is no grace. Safe to repeat and safe to race.',
            requestBody: { required: true, content: jsonOrBeaconContent(proxyCompleteRequest) },
            responses: {
              200: createResponse('Koji has acknowledged the completion.', proxyCompleted),
              202: createResponse(
                'The page has left, within its grace; or Koji has not responded yet.',
                proxyCompletionPending,
              ),
              ...createErrorResponses({
                ...TICKET_ERRORS,
                upstream_failed: 'Koji refused the completion for good.',
                not_found: 'Koji does not know this interview.',
              }),
            },
          },
        },
        '/resume': {
          post: {
            operationId: 'resume',
            summary: 'Resume an interview; cancels a pending leave',
            requestBody: { required: true, content: jsonContent(resumeRequest) },
            responses: {
              200: createResponse('The interview as a respondent may see it.', interviewView),
              ...createErrorResponses({
                ...TICKET_ERRORS,
                other_respondent: 'somebody else is signed in now; the interview is completed as left.',
                forbidden: 'the customer’s hook did not say who the respondent is.',
                ...UPSTREAM_ERRORS,
                not_found: 'Koji does not know this interview.',
                rate_limited: 'too many calls with this ticket.',
              }),
            },
          },
        },
        '/heartbeat': {
          post: {
            operationId: 'heartbeat',
            summary: 'Report that the page is still open, visible or hidden',
            requestBody: { required: true, content: jsonOrBeaconContent(heartbeatRequest) },
            responses: { 204: createResponse('Recorded.'), ...createErrorResponses(TICKET_ERRORS) },
          },
        },
      },
      components: {
        securitySchemes: {
          ticket: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Koji-Ticket',
            description: 'From `start`: encrypted, opaque, expiring.',
          },
        },
        schemas: {
          Delta: toJson(replyEvents.delta),
          Done: toJson(replyEvents.done),
          Error: toJson(replyEvents.error),
        },
      },
    },
  );
