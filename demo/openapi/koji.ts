import {
  alreadyCompletedResponse,
  completeRequest,
  completeResponse,
  interview,
  startRequest,
  startResponse,
} from '../../src/wire/koji-api.ts';
import { messageRequest, replyEvents } from '../../src/wire/messages.ts';
import { answer, body, errors, type Json, jsonSchema, openApi, streamAnswer } from './describe.ts';

const KEYED = {
  unauthorized: 'no living key, or, where one is needed, not the session token of this interview.',
  rate_limited: 'too many requests with this key.',
  forbidden: 'the key lacks the permission.',
  internal_error: 'something went wrong on our side.',
};
const WITH_BODY = {
  unsupported_media_type: 'the body is not `application/json`.',
  invalid_request: 'the body is not JSON or not of this shape; the message says where.',
  too_large: 'the body is longer than 128 KiB.',
};
const NOT_FOUND = { not_found: 'no interview of this key’s project has this id.' };

const interviewId = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const withSession = [{ apiKey: [], sessionToken: [] }];

/** Koji's API as an OpenAPI 3.1 document: the four routes a customer's server calls, and the webhooks it is told by. */
export const describeKoji = (): Json =>
  openApi(
    {
      title: 'Koji API',
      description:
        'Called by a customer’s server, never by a browser. What is refused changes nothing. Checked in this order: key, rate limit, permission, content type, body, interview, session token, state.',
    },
    {
      servers: [{ url: '/' }],
      security: [{ apiKey: [] }],
      paths: {
        '/api/v1/interviews/start': {
          post: {
            operationId: 'startInterview',
            summary: 'Begin an interview',
            description: 'Permission `interview:start`.',
            requestBody: { required: true, content: body(startRequest) },
            responses: { 201: answer('It has begun.', startResponse), ...errors({ ...KEYED, ...WITH_BODY }) },
          },
        },
        '/api/v1/interviews/{id}/message': {
          parameters: [interviewId],
          post: {
            operationId: 'sendMessage',
            summary: 'Say something as the respondent, and stream the reply',
            description:
              'Permission `interview:chat`. A repeated `client_message_id` answers with the same reply and stores nothing twice.',
            security: withSession,
            requestBody: { required: true, content: body(messageRequest) },
            responses: {
              200: streamAnswer(
                'Any number of `delta` events, then exactly one of `done` and `error`; their data are `Delta`, `Done` and `Error` of the components.',
              ),
              ...errors({ ...KEYED, ...WITH_BODY, ...NOT_FOUND }),
              409: answer('The interview has ended: how, with the error.', alreadyCompletedResponse),
            },
          },
        },
        '/api/interview/complete': {
          post: {
            operationId: 'completeInterview',
            summary: 'Complete an interview; its analysis begins',
            description: 'Permission `interview:complete`. The first reason wins. Safe to repeat and safe to race.',
            security: withSession,
            requestBody: { required: true, content: body(completeRequest) },
            responses: {
              200: answer('It is completed.', completeResponse),
              ...errors({ ...KEYED, ...WITH_BODY, ...NOT_FOUND }),
              409: answer('It was completed before: the same body, with the error.', alreadyCompletedResponse),
            },
          },
        },
        '/api/v1/interviews/{id}': {
          parameters: [interviewId],
          get: {
            operationId: 'readInterview',
            summary: 'Read an interview, its transcript and, once it is there, its analysis',
            description: 'Permission `interview:read`.',
            responses: {
              200: answer('The interview.', interview),
              ...errors({ ...KEYED, ...NOT_FOUND }),
            },
          },
        },
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'A key of the project: `pk_live_…`.' },
          sessionToken: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Session-Token',
            description: 'From the start of the interview: `st_live_…`. Good for `complete` after the completion too.',
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
