import { describeResponse, expect, expectError, expectStatus, readCompleteResponse } from '../assertions.ts';
import { type CheckedInterview, createPageReporter, startInterview } from '../checked-interview.ts';
import { Inconclusive } from '../outcome.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Fixture extends CheckContext {
  interview: CheckedInterview;
  /** An interview of another respondent. */
  other: CheckedInterview;
}

/** Routes that need a ticket. */
const ROUTES = ['message', 'complete', 'resume', 'heartbeat'] as const;
const VALID_BODY = {
  message: { content: 'Hello.' },
  complete: { reason: 'manual' },
  resume: {},
  heartbeat: { state: 'visible' },
} as const;

/** Who may call the proxy, and with what. */
export const accessSuite: Suite<Fixture> = {
  name: 'Access',
  async setUp(context) {
    const [interview, other] = await Promise.all([startInterview(context), startInterview(context)]);
    return { ...context, interview, other };
  },
  rules: [
    {
      id: 'access.post-only',
      description: 'The routes accept POST; a GET is refused in the documented shape.',
      contract:
        'Five routes under one base path, each POST. Errors are always {"error": "<code>", "message": "<sentence>"}.',
      async check({ page }) {
        for (const route of ['start', ...ROUTES]) {
          const response = await page.request(route, null, { method: 'GET' });
          if (response.status === 404) expectError(response, 404, 'not_found');
          else expectError(response, 405, 'method_not_allowed');
        }
      },
    },
    {
      id: 'access.ticket-needed',
      description: 'Without a ticket, message, complete, resume and heartbeat return 401 ticket_invalid.',
      contract:
        'message, complete, resume and heartbeat take the ticket in the header X-Koji-Ticket; 401 ticket_invalid.',
      async check({ page }) {
        for (const route of ROUTES) expectError(await page.request(route, VALID_BODY[route]), 401, 'ticket_invalid');
      },
    },
    {
      id: 'access.ticket-forged',
      description: 'A ticket that was changed, cut short or invented gets 401 ticket_invalid.',
      contract: 'The ticket is sealed and authenticated by the proxy; 401 ticket_invalid.',
      async check({ page, interview: { ticket } }) {
        for (const forged of [...tamperedTickets(ticket), ticket.slice(0, -8), 'a-ticket', `${ticket}${ticket}`]) {
          expectError(await page.request('resume', {}, { ticket: forged }), 401, 'ticket_invalid');
        }
      },
    },
    {
      id: 'access.beacon-ticket-forged',
      description: 'A forged ticket in a text/plain body gets 401 ticket_invalid, too.',
      contract: '… or in a text/plain JSON body {ticket, …}; 401 ticket_invalid.',
      async check({ page, interview: { ticket } }) {
        const [forged] = tamperedTickets(ticket);
        for (const route of ['complete', 'heartbeat'] as const) {
          const response = await page.request(route, VALID_BODY[route], { ticket: forged!, isBeacon: true });
          expectError(response, 401, 'ticket_invalid');
        }
      },
    },
    {
      id: 'access.ticket-sealed',
      description: 'The content of a ticket cannot be read.',
      contract:
        'The browser holds a ticket: opaque, sealed. Neither the API key nor the session token is in anything the browser receives.',
      check({ interview: { ticket, view } }) {
        for (const part of ticket.split('.')) {
          const text = new TextDecoder().decode(Buffer.from(part, 'base64url'));
          const isReadable = text.includes(view.interview_id) || /st_live_|pk_live_|session_token/.test(text);
          expect(
            !isReadable,
            'A part of the ticket is base64 of readable text that contains the interview id or a credential.',
          );
        }
      },
    },
    {
      id: 'access.ticket-bound',
      description: 'A ticket gives access to its own interview only, even if the body names another.',
      contract: 'The ticket is bound to the interview.',
      async check({ interview, other }) {
        expect(interview.ticket !== other.ticket, 'Two interviews have the same ticket.');
        for (const each of [interview, other]) {
          const { interview_id } = await each.resume();
          expect(interview_id === each.view.interview_id, 'A ticket gave access to another interview.');
        }
        // The proxy may refuse this body or ignore its extra field. Either way the other interview
        // must not change.
        await interview.request('complete', {
          reason: 'respondent_left',
          ...createPageReporter()(1),
          interview_id: other.view.interview_id,
        });
        await interview.resume(createPageReporter()(1));
        const response = await other.request('complete', { reason: 'respondent_left', ...createPageReporter()(1) });
        const completed = readCompleteResponse(response);
        expect(completed.status === 'leaving', `The other interview was completed: ${describeResponse(response)}`);
        const { status } = await other.resume(createPageReporter()(1));
        expect(status === 'active', `The other interview is ${status}.`);
        await other.complete({ reason: 'manual' });
      },
    },
    {
      id: 'access.content-type',
      description: 'A form body gets 415 on every route, text/plain on routes that take no beacon.',
      contract:
        'All bodies are JSON; 415 unsupported_media_type. A text/plain JSON body is for complete and heartbeat only.',
      async check({ interview }) {
        const withType = (type: string) => ({ headers: { 'Content-Type': type } });
        for (const route of ROUTES) {
          const response = await interview.request(
            route,
            VALID_BODY[route],
            withType('application/x-www-form-urlencoded'),
          );
          expectError(response, 415, 'unsupported_media_type');
        }
        for (const route of ['message', 'resume'] as const) {
          const response = await interview.request(route, VALID_BODY[route], withType('text/plain'));
          expectError(response, 415, 'unsupported_media_type');
        }
      },
    },
    {
      id: 'access.trailing-slash',
      description: 'A slash after a route’s name is accepted.',
      contract: 'A trailing slash after a route’s name is accepted.',
      async check({ interview }) {
        // A redirect that keeps method and body is fine: a page follows it.
        expectStatus(await interview.request('resume/', {}, { redirect: 'follow' }), 200);
        expectStatus(await interview.request('heartbeat/', VALID_BODY.heartbeat, { redirect: 'follow' }), 204);
      },
    },
    {
      id: 'access.foreign-origin',
      description: 'A page of an origin that is not allowed gets 403 origin_not_allowed, even with a valid ticket.',
      contract:
        'Allowed origins (same origin by default); 403 origin_not_allowed. Nothing changes on any refused call.',
      async check({ disallowedPage, startBody, interview: { ticket } }) {
        if (!disallowedPage) throw new Inconclusive('With --open the proxy may accept every origin.');
        expectError(await disallowedPage.request('start', startBody), 403, 'origin_not_allowed');
        for (const route of ROUTES) {
          const response = await disallowedPage.request(route, VALID_BODY[route], { ticket });
          expectError(response, 403, 'origin_not_allowed');
        }
        const beacon = await disallowedPage.request('complete', VALID_BODY.complete, { ticket, isBeacon: true });
        expectError(beacon, 403, 'origin_not_allowed');
      },
    },
    {
      id: 'access.preflight',
      description: 'A page of an allowed other origin passes the preflight for X-Koji-Ticket and Content-Type.',
      contract: 'Pages of allowed origins may call; only beacons need no preflight.',
      async check({ page, isCrossOrigin }) {
        if (!isCrossOrigin) throw new Inconclusive(NEEDS_OTHER_ORIGIN);
        const response = await page.request('message', null, {
          method: 'OPTIONS',
          headers: {
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'content-type,x-koji-ticket',
          },
        });
        expectStatus(response, 200, 204);
        const allowed = response.headers.get('Access-Control-Allow-Headers')?.toLowerCase() ?? '';
        expect(response.headers.has('Access-Control-Allow-Origin'), 'Access-Control-Allow-Origin is missing.');
        for (const name of ['x-koji-ticket', 'content-type']) {
          expect(allowed.includes(name), `Access-Control-Allow-Headers does not contain ${name}.`);
        }
      },
    },
    {
      id: 'access.cors',
      description: 'A page of an allowed other origin can read every response, errors included.',
      contract: 'Pages of allowed origins may call, and read the response.',
      async check({ page, isCrossOrigin, interview }) {
        if (!isCrossOrigin) throw new Inconclusive(NEEDS_OTHER_ORIGIN);
        const responses = [
          await interview.request('heartbeat', VALID_BODY.heartbeat),
          await page.request('resume', {}),
        ];
        for (const response of responses) {
          expect(
            response.headers.has('Access-Control-Allow-Origin'),
            `Access-Control-Allow-Origin is missing from ${describeResponse(response)}.`,
          );
        }
      },
    },
    {
      id: 'access.untouched',
      description: 'None of the refused requests above has changed the interview.',
      contract: 'Nothing changes on any refused call.',
      async check({ interview }) {
        const view = await interview.resume();
        expect(view.status === 'active', `The interview is ${view.status}.`);
        expect(view.messages.length === 1, `The interview has ${view.messages.length} messages, not 1.`);
        await interview.request('complete', { reason: 'manual' });
      },
    },
  ],
};

const NEEDS_OTHER_ORIGIN = 'Use --origin with an allowed origin that differs from the proxy’s own.';

/**
 * Copies of a ticket with one character changed: near its beginning, in the middle, near its end.
 */
function tamperedTickets(ticket: string): string[] {
  return [2, Math.floor(ticket.length / 2), ticket.length - 4].map(index => {
    const replacement = ticket[index] === 'A' ? 'B' : 'A';
    return ticket.slice(0, index) + replacement + ticket.slice(index + 1);
  });
}
