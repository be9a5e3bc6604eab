import type { Act, Stage } from '../act.ts';
import { begin, type Running } from '../begin.ts';
import { expect, expectRefusal, expectStatus, say } from '../expect.ts';
import { Untold } from '../outcome.ts';

interface Scene extends Stage {
  running: Running;
}

const ROUTES = ['message', 'complete', 'resume', 'heartbeat'] as const;
const GOOD_BODY = {
  message: { content: 'Hello.' },
  complete: { reason: 'manual' },
  resume: {},
  heartbeat: { state: 'visible' },
} as const;

/** Who may call, and with what. */
export const accessAct: Act<Scene> = {
  name: 'Who may call',
  open: async stage => ({ ...stage, running: await begin(stage) }),
  rows: [
    {
      id: 'access.post-only',
      says: 'The routes answer POST; a GET is refused in the documented shape.',
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
      async check({ page }) {
        for (const route of ROUTES) expectRefusal(await page.call(route, GOOD_BODY[route]), 401, 'ticket_invalid');
      },
    },
    {
      id: 'access.ticket-forged',
      says: 'A ticket with one character changed, cut short or made up is 401 ticket_invalid.',
      async check({ page, running: { ticket } }) {
        for (const bad of [...changed(ticket), ticket.slice(0, -8), 'a-ticket', `${ticket}${ticket}`]) {
          expectRefusal(await page.call('resume', {}, { ticket: bad }), 401, 'ticket_invalid');
        }
      },
    },
    {
      id: 'access.beacon-ticket-forged',
      says: 'A forged ticket in a text/plain body is 401 ticket_invalid as well.',
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
      id: 'access.foreign-origin',
      says: 'A page of an origin that is not allowed gets 403 origin_not_allowed, from start and with a good ticket.',
      async check({ stranger, startBody, running: { ticket } }) {
        if (!stranger) throw new Untold('The proxy is said to answer every origin.');
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
      says: 'A page of an allowed origin elsewhere passes the preflight, with Authorization and Content-Type.',
      async check({ page, isCrossOrigin }) {
        if (!isCrossOrigin) throw new Untold('Say --origin with an allowed origin that is not the proxy’s own.');
        const heard = await page.call('message', null, {
          method: 'OPTIONS',
          headers: {
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'authorization,content-type',
          },
        });
        expectStatus(heard, 200, 204);
        const allowed = heard.headers.get('Access-Control-Allow-Headers')?.toLowerCase() ?? '';
        expect(heard.headers.has('Access-Control-Allow-Origin'), 'Access-Control-Allow-Origin is missing.');
        for (const name of ['authorization', 'content-type']) {
          expect(allowed.includes(name), `Access-Control-Allow-Headers does not name ${name}.`);
        }
      },
    },
    {
      id: 'access.cors',
      says: 'Answers to a page of an allowed origin elsewhere can be read by it, refusals too.',
      async check({ page, isCrossOrigin, running }) {
        if (!isCrossOrigin) throw new Untold('Say --origin with an allowed origin that is not the proxy’s own.');
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
