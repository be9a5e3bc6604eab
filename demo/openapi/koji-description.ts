import {
  alreadyCompletedResponse,
  completeRequest,
  completeResponse,
  interview,
  startRequest,
  startResponse,
} from '../../src/wire/koji-api.ts';
import { messageRequest, replyEvents } from '../../src/wire/messages.ts';
import {
  createDocument,
  createErrorResponses,
  createResponse,
  createStreamResponse,
  type Json,
  jsonContent,
  toJson,
} from './openapi.ts';

const KEY_ERRORS = {
  unauthorized: 'the key is missing, invalid or revoked, or the session token is not the one of this interview.',
  rate_limited: 'too many requests with this key.',
  forbidden: 'the key lacks the permission.',
  internal_error: 'the service failed.',
};
const BODY_ERRORS = {
  unsupported_media_type: 'the body is not `application/json`.',
  invalid_request: 'the body is not JSON or has the wrong shape; the message says where.',
  too_large: 'the body is longer than 128 KiB.',
};
const NOT_FOUND = { not_found: 'the project of this key has no interview with this id.' };

const interviewId = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const keyAndSessionToken = [{ apiKey: [], sessionToken: [] }];

/**
 * Describes Koji's API as an OpenAPI 3.1 document: the four routes that a customer's server calls.
 */
export const describeKoji = (): Json =>
  createDocument(
    {
      title: 'Koji API',
      description:
        'Called by a customer’s server, never by a browser. A refused call changes nothing. Checks run in this order: key, rate limit, permission, content type, body, interview, session token, state.',
    },
    {
      servers: [{ url: '/' }],
      security: [{ apiKey: [] }],
      paths: {
        '/api/v1/interviews/start': {
          post: {
            operationId: 'startInterview',
            summary: 'Start an interview',
            description: 'Permission `interview:start`.',
            requestBody: { required: true, content: jsonContent(startRequest) },
            responses: {
              201: createResponse('The interview has started.', startResponse),
              ...createErrorResponses({ ...KEY_ERRORS, ...BODY_ERRORS }),
            },
          },
        },
        '/api/v1/interviews/{id}/message': {
          parameters: [interviewId],
          post: {
            operationId: 'sendMessage',
            summary: 'Send a message of the respondent, and stream the reply',
            description:
              'Permission `interview:chat`. A repeated `client_message_id` gets the same reply, and nothing is stored twice.',
            security: keyAndSessionToken,
            requestBody: { required: true, content: jsonContent(messageRequest) },
            responses: {
              200: createStreamResponse(),
              ...createErrorResponses({ ...KEY_ERRORS, ...BODY_ERRORS, ...NOT_FOUND }),
              409: createResponse(
                'The interview has ended. The body has its completion too.',
                alreadyCompletedResponse,
              ),
            },
          },
        },
        '/api/interview/complete': {
          post: {
            operationId: 'completeInterview',
            summary: 'Complete an interview; its analysis begins',
            description: 'Permission `interview:complete`. The first reason wins. Safe to repeat and safe to race.',
            security: keyAndSessionToken,
            requestBody: { required: true, content: jsonContent(completeRequest) },
            responses: {
              200: createResponse('The interview is completed.', completeResponse),
              ...createErrorResponses({ ...KEY_ERRORS, ...BODY_ERRORS, ...NOT_FOUND }),
              409: createResponse(
                'The interview was completed before. The same body, with the error.',
                alreadyCompletedResponse,
              ),
            },
          },
        },
        '/api/v1/interviews/{id}': {
          parameters: [interviewId],
          get: {
            operationId: 'readInterview',
            summary: 'Read an interview, its transcript and, once it is ready, its analysis',
            description: 'Permission `interview:read`.',
            responses: {
              200: createResponse('The interview.', interview),
              ...createErrorResponses({ ...KEY_ERRORS, ...NOT_FOUND }),
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
            description: 'From the start of the interview: `st_live_…`. Valid for `complete` after the completion too.',
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
