import type { ProxyOptions } from '../../src/proxy.ts';
import type { ProxyStartResponse } from '../../src/wire/proxy-contract.ts';

/**
 * Proxies that each break the contract in one way, for the checker to find. Each is a correct proxy
 * behind a layer that changes its requests or responses.
 */

type Fetch = (request: Request) => Promise<Response>;
type JsonBody = Record<string, unknown>;

export interface FaultyProxy {
  /** Continues "a proxy that". */
  name: string;
  /** Adds the fault to a correct proxy. */
  addFault(correct: Fetch, now: () => number): Fetch;
  /** Ids of rules that the checker has to report. It may report more, as consequences of these. */
  violates: string[];
  /** The page's origin. Default: the proxy's own. */
  origin?: string;
  /** Options of the correct proxy. */
  options?: Partial<ProxyOptions>;
}

const routeOf = (request: Request) => new URL(request.url).pathname.split('/').at(-1);

/** Changes the responses of one route, or of all routes if that is null. */
const changeResponses =
  (route: string | null, change: (response: Response) => Response | Promise<Response>) =>
  (correct: Fetch): Fetch =>
  async request => {
    const response = await correct(request);
    return route === null || routeOf(request) === route ? change(response) : response;
  };

/** Changes the JSON responses of one route, or of all routes if that is null. */
const changeJsonResponses = (route: string | null, change: (body: JsonBody, status: number) => unknown) =>
  changeResponses(route, async response => {
    if (!response.headers.get('Content-Type')?.startsWith('application/json')) return response;
    const body = JSON.stringify(change((await response.json()) as JsonBody, response.status));
    return new Response(body, { status: response.status, headers: response.headers });
  });

/** Changes the bodies of requests to one route, if they are JSON. */
const changeRequests =
  (route: string, change: (body: JsonBody) => unknown) =>
  (correct: Fetch): Fetch =>
  async request => {
    if (routeOf(request) !== route || request.method !== 'POST') return correct(request);
    const text = await request.text();
    let body = text;
    try {
      body = JSON.stringify(change(JSON.parse(text)));
    } catch {
      // The checker also sends bodies that are not JSON. They stay as they are.
    }
    return correct(new Request(request.url, { method: 'POST', headers: request.headers, body }));
  };

/** Changes the text of reply streams. */
const changeReplyStream = (change: (text: string) => string) =>
  changeResponses('message', async response => {
    if (response.status !== 200) return response;
    return new Response(change(await response.text()), { headers: response.headers });
  });

/** Reads a request's body and leaves the request readable. Returns `{}` if the body is not JSON. */
const readBody = (request: Request): Promise<JsonBody> =>
  request
    .clone()
    .json()
    .catch(() => ({}));

/** Sends a beacon to another route of the proxy that the request is for. */
const sendBeacon = (correct: Fetch, { url }: Request, route: string, body: JsonBody) =>
  correct(
    new Request(url.replace(/\w+$/, route), {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify(body),
    }),
  );

const withStatus = (response: Response, status: number) =>
  new Response(response.body, { status, headers: response.headers });

export const FAULTY_PROXIES: FaultyProxy[] = [
  {
    name: 'answers a start with status 200',
    addFault: changeResponses('start', response => (response.status === 201 ? withStatus(response, 200) : response)),
    violates: ['access.post-only', 'start.view', 'leave.grace', 'complete.final'],
  },
  {
    name: 'leaks the session token in an error',
    addFault: changeJsonResponses('message', (body, status) =>
      status === 400 ? { ...body, session_token: 'st_live_abc' } : body,
    ),
    violates: ['secrets.session-token'],
  },
  {
    name: 'leaks its key in a header',
    addFault: changeResponses('heartbeat', response => {
      response.headers.set('X-Debug-Authorization', 'Bearer pk_live_abcdef');
      return response;
    }),
    violates: ['secrets.key'],
  },
  {
    name: 'shows the respondent the analysis',
    addFault: changeJsonResponses('resume', body =>
      body.status === 'completed' ? { ...body, analysis: { themes: [] } } : body,
    ),
    violates: ['secrets.analysis'],
  },
  {
    name: 'issues tickets that anybody can read',
    addFault: correct => async request => {
      const given = request.headers.get('X-Koji-Ticket');
      const headers = new Headers(request.headers);
      let body = request.method === 'POST' ? await request.text() : undefined;
      const open = (ticket: string) => {
        try {
          return JSON.parse(Buffer.from(ticket, 'base64url').toString()).sealed ?? ticket;
        } catch {
          return ticket;
        }
      };
      if (given) headers.set('X-Koji-Ticket', open(given));
      body = body?.replace(/"ticket":"([^"]*)"/, (_, ticket) => `"ticket":${JSON.stringify(open(ticket))}`);
      const response = await correct(
        new Request(request.url, { method: request.method, headers, ...(body === undefined ? {} : { body }) }),
      );
      if (response.status !== 201) return response;
      const started = (await response.json()) as ProxyStartResponse;
      const readable = { interview_id: started.interview.interview_id, sealed: started.ticket };
      const ticket = Buffer.from(JSON.stringify(readable)).toString('base64url');
      return Response.json({ ...started, ticket }, { status: 201 });
    },
    violates: ['access.ticket-sealed'],
  },
  {
    name: 'accepts every origin',
    addFault: correct => request => {
      const headers = new Headers(request.headers);
      headers.set('Origin', 'https://shop.example');
      headers.set('Sec-Fetch-Site', 'same-origin');
      return correct(new Request(request, { headers }));
    },
    violates: ['access.foreign-origin'],
  },
  {
    name: 'sends error responses without CORS headers',
    addFault: changeResponses(null, response => {
      if (response.status >= 400) response.headers.delete('Access-Control-Allow-Origin');
      return response;
    }),
    origin: 'https://www.shop.example',
    violates: ['access.cors'],
  },
  {
    name: 'does not support preflight requests',
    addFault: correct => async request =>
      request.method === 'OPTIONS'
        ? Response.json({ error: 'method_not_allowed', message: 'No.' }, { status: 405 })
        : correct(request),
    origin: 'https://www.shop.example',
    violates: ['access.preflight'],
  },
  {
    name: 'answers GET with an HTML page',
    addFault: correct => async request =>
      request.method === 'GET'
        ? new Response('<p>Hello</p>', { headers: { 'Content-Type': 'text/html' } })
        : correct(request),
    violates: ['access.post-only'],
  },
  {
    name: 'reports a bad ticket as unauthorized',
    addFault: changeJsonResponses(null, body =>
      body.error === 'ticket_invalid' ? { ...body, error: 'unauthorized' } : body,
    ),
    violates: ['access.ticket-needed', 'access.ticket-forged', 'access.beacon-ticket-forged'],
  },
  {
    name: 'answers bad input with status 500',
    addFault: changeResponses(null, async response =>
      response.status === 400 ? new Response('Internal Server Error', { status: 500 }) : response,
    ),
    violates: ['start.bad-input', 'message.bad-input', 'heartbeat.bad-input', 'complete.bad-input'],
  },
  {
    name: 'rejects beacons',
    addFault: correct => async request =>
      request.headers.get('Content-Type')?.startsWith('text/plain') && routeOf(request) !== 'start'
        ? Response.json({ error: 'unsupported_media_type', message: 'JSON only.' }, { status: 415 })
        : correct(request),
    violates: [
      'access.beacon-ticket-forged',
      'access.foreign-origin',
      'heartbeat.beacon',
      'leave.grace',
      'leave.twice',
      'leave.stale-report',
      'leave.after-completion',
      'complete.beacon',
    ],
  },
  {
    name: 'completes a leave at once, so that a reload ends the interview',
    addFault: changeRequests('complete', body => (body.reason === 'respondent_left' ? { ...body, final: true } : body)),
    violates: ['leave.grace', 'leave.twice', 'leave.header', 'leave.resumed'],
  },
  {
    name: 'does not take a leave back when the page resumes',
    addFault: correct => async request => {
      if (routeOf(request) !== 'resume' || !request.headers.has('X-Koji-Ticket')) return correct(request);
      const leave = new Request(request.url.replace(/resume$/, 'complete'), {
        method: 'POST',
        headers: request.headers,
        body: JSON.stringify({ reason: 'respondent_left' }),
      });
      const body = await readBody(request);
      const response = await correct(request);
      if (body.page && response.status === 200) await correct(leave);
      return response;
    },
    violates: ['leave.resumed', 'leave.replaced-page', 'leave.late-report'],
  },
  {
    name: 'ignores which page sent a report, and in which order',
    addFault: changeRequests('complete', ({ page: _, seq: __, ...body }) => body),
    violates: ['leave.twice', 'leave.replaced-page', 'leave.late-report'],
  },
  {
    name: 'never completes a leave',
    addFault: (correct, now) => {
      const completes_at = new Date(now() + 5000).toISOString();
      return async request => {
        const body = routeOf(request) === 'complete' ? await readBody(request) : {};
        if (body.reason !== 'respondent_left' || body.final || !body.page) return correct(request);
        return Response.json({ status: 'leaving', completes_at }, { status: 202 });
      };
    },
    violates: ['leave.completed', 'leave.after-completion'],
  },
  {
    name: 'lets the last reason win',
    addFault: correct => async request => {
      const requested = routeOf(request) === 'complete' ? await readBody(request) : {};
      const response = await correct(request);
      if (response.status !== 200 || routeOf(request) !== 'complete') return response;
      return Response.json({ ...((await response.json()) as object), reason: requested.reason });
    },
    violates: ['complete.first-reason', 'complete.race'],
  },
  {
    name: 'answers a repeated completion with 409',
    addFault: correct => {
      const seen = new Set<string>();
      return async request => {
        const response = await correct(request.clone());
        const ticket = request.headers.get('X-Koji-Ticket');
        if (routeOf(request) !== 'complete' || response.status !== 200 || !ticket) return response;
        if (!seen.has(ticket)) {
          seen.add(ticket);
          return response;
        }
        return Response.json({ error: 'already_completed', message: 'It was.' }, { status: 409 });
      };
    },
    violates: ['complete.repeat', 'complete.first-reason', 'complete.race'],
  },
  {
    name: 'reports another time at each repeat of a completion',
    addFault: (correct, now) => {
      let repeats = 0;
      return changeJsonResponses('complete', body =>
        body.completed_at ? { ...body, completed_at: new Date(now() + ++repeats * 1000).toISOString() } : body,
      )(correct);
    },
    violates: ['complete.repeat', 'complete.resume-after', 'complete.race'],
  },
  {
    name: 'ignores that the respondent pressed End',
    addFault: changeRequests('complete', ({ final: _, ...body }) => body),
    violates: ['complete.final', 'complete.repeat', 'complete.first-reason', 'complete.resume-after'],
  },
  {
    name: 'answers a message with JSON instead of a stream',
    addFault: changeResponses('message', async response =>
      response.status === 200 ? Response.json({ reply: (await response.text()).length }) : response,
    ),
    violates: ['message.stream', 'message.count', 'message.repeat', 'resume.transcript', 'message.longest'],
  },
  {
    name: 'ends the stream before its last event',
    addFault: changeReplyStream(text => text.slice(0, text.indexOf('event: done'))),
    violates: ['message.stream', 'message.count', 'message.repeat', 'resume.transcript', 'message.longest'],
  },
  {
    name: 'sends the last event twice',
    addFault: changeReplyStream(text => text + text.slice(text.indexOf('event: done'))),
    violates: ['message.stream', 'message.count', 'message.repeat', 'resume.transcript', 'message.longest'],
  },
  {
    name: 'stores a repeated message twice',
    addFault: changeRequests('message', body =>
      body.client_message_id ? { ...body, client_message_id: undefined } : body,
    ),
    violates: ['message.repeat', 'resume.transcript', 'message.bad-input'],
  },
  {
    name: 'shows a transcript without its last message',
    addFault: changeJsonResponses('resume', body =>
      Array.isArray(body.messages) && body.messages.length > 1
        ? { ...body, messages: body.messages.slice(0, -1) }
        : body,
    ),
    violates: ['resume.transcript'],
  },
  {
    name: 'responds with 404 to a slash after the route’s name',
    addFault: correct => async request =>
      request.url.endsWith('/')
        ? Response.json({ error: 'not_found', message: 'No such route.' }, { status: 404 })
        : correct(request),
    violates: ['access.trailing-slash'],
  },
  {
    name: 'lets anybody resume an interview',
    addFault: changeRequests('resume', body => ({ ...body, respondent: { external_id: 'koji-embed-check-1' } })),
    violates: ['respondent.other', 'respondent.signed-out', 'respondent.completed'],
  },
  {
    name: 'takes a sign-in for another respondent',
    addFault: changeRequests('start', body => ({ ...body, respondent: body.respondent ?? { external_id: 'visitor' } })),
    violates: ['respondent.signed-in'],
  },
  {
    name: 'refuses a respondent with null for a name',
    addFault: correct => async request => {
      const { respondent } = await readBody(request);
      const isStrict = respondent === null || (respondent as JsonBody | undefined)?.display_name === null;
      return isStrict
        ? Response.json({ error: 'invalid_request', message: 'respondent: expected text.' }, { status: 400 })
        : correct(request);
    },
    violates: ['respondent.lenient'],
  },
  {
    name: 'accepts a respondent and facts of any shape',
    addFault: correct => async request => {
      const { respondent, context, consent, test, ...body } = await readBody(request);
      const isOdd = [respondent, context, consent, test].some(value => value !== undefined);
      if (!isOdd || request.method !== 'POST') return correct(request);
      return correct(
        new Request(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(body) }),
      );
    },
    violates: ['respondent.bad-input', 'start.bad-facts'],
  },
  {
    name: 'knows neither context nor consent',
    addFault: correct => async request => {
      const { context, consent } = await readBody(request);
      return context || consent
        ? Response.json({ error: 'invalid_request', message: 'context: unknown.' }, { status: 400 })
        : correct(request);
    },
    violates: ['start.facts'],
  },
  {
    name: 'takes the two transports of a leave for two leaves',
    addFault: correct => async request => {
      const body = await readBody(request);
      const isJson = request.headers.get('Content-Type') === 'application/json';
      if (routeOf(request) !== 'complete' || !isJson || body.seq !== 3) return correct(request);
      const { page: _, seq: __, ...rest } = body;
      return correct(
        new Request(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(rest) }),
      );
    },
    violates: ['leave.twice'],
  },
  {
    name: 'gives the start of the interview for its own time',
    addFault: changeJsonResponses('resume', body => ({ ...body, now: body.started_at })),
    violates: ['resume.now'],
  },
  {
    name: 'answers a heartbeat with 200',
    addFault: changeResponses('heartbeat', response => (response.status === 204 ? Response.json({}) : response)),
    violates: ['heartbeat.header', 'heartbeat.beacon', 'leave.resumed', 'leave.replaced-page', 'leave.late-report'],
  },
  {
    name: 'accepts messages after the end',
    addFault: changeResponses('message', response =>
      response.status === 409
        ? new Response('event: delta\ndata: {"text":"Hm."}\n\n', { headers: { 'Content-Type': 'text/event-stream' } })
        : response,
    ),
    violates: ['complete.message-after'],
  },
  {
    name: 'reads a form as JSON',
    addFault: correct => async request => {
      const headers = new Headers(request.headers);
      if (headers.get('Content-Type') === 'application/x-www-form-urlencoded') {
        headers.set('Content-Type', 'application/json');
      }
      return correct(new Request(request, { headers }));
    },
    violates: ['access.content-type'],
  },
  {
    name: 'completes whichever interview the body names',
    addFault: correct => {
      const tickets = new Map<unknown, string>();
      return async request => {
        const body = routeOf(request) === 'complete' ? await readBody(request) : {};
        const other = tickets.get(body.interview_id);
        if (other) {
          const headers = { 'Content-Type': 'application/json', 'X-Koji-Ticket': other };
          await correct(new Request(request.url, { method: 'POST', headers, body: '{"reason":"manual"}' }));
        }
        const response = await correct(request);
        if (response.status === 201) {
          const { ticket, interview } = (await response.clone().json()) as ProxyStartResponse;
          tickets.set(interview.interview_id, ticket);
        }
        return response;
      };
    },
    violates: ['access.ticket-bound'],
  },
  {
    name: 'refuses a start that names the respondent',
    addFault: correct => async request =>
      routeOf(request) === 'start' && typeof (await readBody(request)).respondent === 'object'
        ? Response.json({ error: 'invalid_request', message: 'respondent: not supported.' }, { status: 400 })
        : correct(request),
    violates: ['start.fields'],
  },
  {
    name: 'drops the answers to questions',
    addFault: changeRequests('message', ({ answer: _, ...body }) => body),
    violates: ['message.bad-input', 'message.answer'],
  },
  {
    name: 'takes a leave back for a late heartbeat',
    addFault: changeRequests('heartbeat', ({ page: _, seq: __, ...body }) => body),
    violates: ['leave.late-heartbeat'],
  },
  {
    name: 'ignores that a page is visible again',
    addFault: correct => async request =>
      routeOf(request) === 'heartbeat' && (await readBody(request)).page
        ? new Response(null, { status: 204 })
        : correct(request),
    violates: ['leave.visible-again'],
  },
  {
    name: 'keeps a leave due although a message came after it',
    addFault: correct => {
      const leaves = new Map<unknown, JsonBody>();
      return async request => {
        const given = request.headers.get('X-Koji-Ticket');
        const body = await readBody(request);
        if (routeOf(request) === 'complete' && body.page) leaves.set(body.ticket, body);
        const leave = routeOf(request) === 'message' ? leaves.get(given) : undefined;
        const response = await correct(request);
        if (leave && response.status === 200) {
          await sendBeacon(correct, request, 'complete', { ...leave, seq: Number(leave.seq) + 1 });
        }
        return response;
      };
    },
    violates: ['leave.message-after'],
  },
  {
    name: 'completes a leave only at the next request',
    addFault: (correct, now) => {
      const due = new Map<string, number>();
      return async request => {
        const body = await readBody(request);
        const ticket = String(body.ticket ?? request.headers.get('X-Koji-Ticket'));
        const at = due.get(ticket);
        if (at !== undefined && at <= now()) {
          due.delete(ticket);
          await sendBeacon(correct, request, 'complete', { ticket, reason: 'respondent_left', final: true });
        }
        const response = await correct(request);
        if (response.status === 202) {
          const { completes_at } = (await response.clone().json()) as { completes_at: string };
          if (!due.has(ticket)) due.set(ticket, Date.parse(completes_at));
          // Moves the lease, so that the correct proxy does not complete it by itself.
          await sendBeacon(correct, request, 'heartbeat', { ticket, state: 'visible' });
          const completesAt = new Date(due.get(ticket)!).toISOString();
          return Response.json({ status: 'leaving', completes_at: completesAt }, { status: 202 });
        }
        if (['message', 'resume'].includes(String(routeOf(request)))) due.delete(ticket);
        return response;
      };
    },
    violates: ['leave.on-time'],
  },
  {
    name: 'reports a natural end as manual',
    addFault: changeRequests('complete', body => (body.reason === 'natural' ? { ...body, reason: 'manual' } : body)),
    violates: ['leave.completes-later'],
  },
  {
    name: 'waits for the page to complete a concluded interview',
    options: { concludedGrace: '2h' },
    addFault: correct => correct,
    violates: ['natural.completed'],
  },
  {
    name: 'does not report that an interview has concluded',
    addFault: changeReplyStream(text => text.replace('"concluded"', '"active"')),
    violates: ['natural.concluded'],
  },
];
