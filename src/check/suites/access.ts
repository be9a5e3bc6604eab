import { expect, expectRefusal, expectStatus, readCompleted, say } from '../assertions.ts';
import { Inconclusive } from '../outcome.ts';
import { pageLoad, type StartedInterview, startInterview } from '../start-interview.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Scene extends CheckContext {
  running: StartedInterview;
  /** Somebody else's. */
  other: StartedInterview;
}

const ROUTES = ['message', 'complete', 'resume', 'heartbeat'] as const;
const GOOD_BODY = {
  message: { content: 'Hello.' },
  complete: { reason: 'manual' },
  resume: {},
  heartbeat: { state: 'visible' },
} as const;

/** Who may call, and with what. */
export const accessSuite: Suite<Scene> = {
  name: 'Who may call',
  async open(stage) {
    const [running, other] = await Promise.all([startInterview(stage), startInterview(stage)]);
    return { ...stage, running, other };
  },
  rows: [
    {
      id: 'access.post-only',
      says: 'The routes answer POST; a GET is refused in the documented shape.',
      rule: 'Five routes under one base path, each POST. Errors are always {"error": "<code>", "message": "<sentence>"}.',
      async check({ page }) {
        for (const route of ['start', ...ROUTES]) {
          const heard = await page.call(route, null, { method: 'GET' });
          if (heard.status === 404) expectRefusal(heard, 404, 'not_found');
          else expectRefusal(heard, 405, 'method_not_allowed');
        }
      },
    },
    {
      id: 'access.ticket-needed',
      says: 'Without a ticket, message, complete, resume and heartbeat answer 401 ticket_invalid.',
      rule: 'message, complete, resume and heartbeat take the ticket in the header X-Koji-Ticket; 401 ticket_invalid.',
      async check({ page }) {
        for (const route of ROUTES) expectRefusal(await page.call(route, GOOD_BODY[route]), 401, 'ticket_invalid');
      },
    },
    {
      id: 'access.ticket-forged',
      says: 'A ticket with one character changed, cut short or made up is 401 ticket_invalid.',
      rule: 'The ticket is sealed and authenticated by the proxy; 401 ticket_invalid.',
      async check({ page, running: { ticket } }) {
        for (const bad of [...changed(ticket), ticket.slice(0, -8), 'a-ticket', `${ticket}${ticket}`]) {
          expectRefusal(await page.call('resume', {}, { ticket: bad }), 401, 'ticket_invalid');
        }
      },
    },
    {
      id: 'access.beacon-ticket-forged',
      says: 'A forged ticket in a text/plain body is 401 ticket_invalid as well.',
      rule: '… or in a text/plain JSON body {ticket, …}; 401 ticket_invalid.',
      async check({ page, running: { ticket } }) {
        const [bad] = changed(ticket);
        for (const route of ['complete', 'heartbeat'] as const) {
          const heard = await page.call(route, GOOD_BODY[route], { ticket: bad!, isBeacon: true });
          expectRefusal(heard, 401, 'ticket_invalid');
        }
      },
    },
    {
      id: 'access.ticket-sealed',
      says: 'A ticket shows nothing of what is in it.',
      rule: 'The browser holds a ticket: opaque, sealed. Neither the API key nor the session token is in anything the browser receives.',
      check({ running: { ticket, view } }) {
        for (const part of ticket.split('.')) {
          const text = new TextDecoder().decode(Buffer.from(part, 'base64url'));
          const isReadable = text.includes(view.interview_id) || /st_live_|pk_live_|session_token/.test(text);
          expect(
            !isReadable,
            'A part of the ticket is base64 of readable text that names the interview or a credential.',
          );
        }
      },
    },
    {
      id: 'access.ticket-bound',
      says: 'A ticket opens its own interview and no other, also where the body names another.',
      rule: 'The ticket is bound to the interview.',
      async check({ running, other }) {
        expect(running.ticket !== other.ticket, 'Two interviews have the same ticket.');
        for (const each of [running, other]) {
          const { interview_id } = await each.resume();
          expect(interview_id === each.view.interview_id, 'A ticket opened another interview than its own.');
        }
        // Whether such a body is refused or its surplus ignored: the other interview is none of its business.
        await running.call('complete', {
          reason: 'respondent_left',
          ...pageLoad()(1),
          interview_id: other.view.interview_id,
        });
        await running.resume(pageLoad()(1));
        const heard = await other.call('complete', { reason: 'respondent_left', ...pageLoad()(1) });
        const left = readCompleted(heard);
        expect(left.status === 'leaving', `The other interview was ended: ${say(heard)}`);
        const { status } = await other.resume(pageLoad()(1));
        expect(status === 'active', `The other interview is ${status}.`);
        await other.complete({ reason: 'manual' });
      },
    },
    {
      id: 'access.content-type',
      says: 'Bodies are JSON and say so: a form is 415 everywhere, text/plain where no beacon goes.',
      rule: 'All bodies are JSON; 415 unsupported_media_type. A text/plain JSON body is for complete and heartbeat only.',
      async check({ running }) {
        const as = (type: string) => ({ headers: { 'Content-Type': type } });
        for (const route of ROUTES) {
          const heard = await running.call(route, GOOD_BODY[route], as('application/x-www-form-urlencoded'));
          expectRefusal(heard, 415, 'unsupported_media_type');
        }
        for (const route of ['message', 'resume'] as const) {
          expectRefusal(await running.call(route, GOOD_BODY[route], as('text/plain')), 415, 'unsupported_media_type');
        }
      },
    },
    {
      id: 'access.foreign-origin',
      says: 'A page of an origin that is not allowed gets 403 origin_not_allowed, from start and with a good ticket.',
      rule: 'Allowed origins (same origin by default); 403 origin_not_allowed. Nothing changes on any refused call.',
      async check({ stranger, startBody, running: { ticket } }) {
        if (!stranger) throw new Inconclusive('The proxy is said to answer every origin.');
        expectRefusal(await stranger.call('start', startBody), 403, 'origin_not_allowed');
        for (const route of ROUTES) {
          const heard = await stranger.call(route, GOOD_BODY[route], { ticket });
          expectRefusal(heard, 403, 'origin_not_allowed');
        }
        const beacon = await stranger.call('complete', GOOD_BODY.complete, { ticket, isBeacon: true });
        expectRefusal(beacon, 403, 'origin_not_allowed');
      },
    },
    {
      id: 'access.preflight',
      says: 'A page of an allowed origin elsewhere passes the preflight, with X-Koji-Ticket and Content-Type.',
      rule: 'Pages of allowed origins may call; only beacons need no preflight.',
      async check({ page, isCrossOrigin }) {
        if (!isCrossOrigin) throw new Inconclusive('Say --origin with an allowed origin that is not the proxy’s own.');
        const heard = await page.call('message', null, {
          method: 'OPTIONS',
          headers: {
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'content-type,x-koji-ticket',
          },
        });
        expectStatus(heard, 200, 204);
        const allowed = heard.headers.get('Access-Control-Allow-Headers')?.toLowerCase() ?? '';
        expect(heard.headers.has('Access-Control-Allow-Origin'), 'Access-Control-Allow-Origin is missing.');
        for (const name of ['x-koji-ticket', 'content-type']) {
          expect(allowed.includes(name), `Access-Control-Allow-Headers does not name ${name}.`);
        }
      },
    },
    {
      id: 'access.cors',
      says: 'Answers to a page of an allowed origin elsewhere can be read by it, refusals too.',
      rule: 'Pages of allowed origins may call, and read what is answered.',
      async check({ page, isCrossOrigin, running }) {
        if (!isCrossOrigin) throw new Inconclusive('Say --origin with an allowed origin that is not the proxy’s own.');
        const answers = [await running.call('heartbeat', GOOD_BODY.heartbeat), await page.call('resume', {})];
        for (const heard of answers) {
          const has = heard.headers.has('Access-Control-Allow-Origin');
          expect(has, `Access-Control-Allow-Origin is missing from ${say(heard)}.`);
        }
      },
    },
    {
      id: 'access.untouched',
      says: 'None of these refused calls has changed the interview.',
      rule: 'Nothing changes on any refused call.',
      async check({ running }) {
        const view = await running.resume();
        expect(view.status === 'active', `The interview is ${view.status}.`);
        expect(view.messages.length === 1, `The interview has ${view.messages.length} messages, not 1.`);
        await running.call('complete', { reason: 'manual' });
      },
    },
  ],
};

/** The ticket with one character changed: at its beginning, in the middle, near its end. */
function changed(ticket: string): string[] {
  return [2, Math.floor(ticket.length / 2), ticket.length - 4].map(place => {
    const other = ticket[place] === 'A' ? 'B' : 'A';
    return ticket.slice(0, place) + other + ticket.slice(place + 1);
  });
}
