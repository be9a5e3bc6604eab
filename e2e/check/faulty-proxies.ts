import type { ProxyOptions } from '../../src/proxy.ts';
import type { ProxyStartResponse } from '../../src/wire/proxy-contract.ts';

/** Proxies that break the contract in one way each, for the checker to find. Each is a sound proxy with something wrong in front of it. */

type Handler = (request: Request) => Promise<Response>;
type Body = Record<string, unknown>;

export interface FaultyProxy {
  /** Goes on after "a proxy that". */
  name: string;
  breaks(sound: Handler, now: () => number): Handler;
  /** Rows of the contract that do not hold then. What follows from them may not hold either. */
  violates: string[];
  /** The page's origin, where it isn't the proxy's own. */
  origin?: string;
  /** Of the sound proxy behind it. */
  options?: Partial<ProxyOptions>;
}

const routeOf = (request: Request) => new URL(request.url).pathname.split('/').at(-1);

/** Changes answers of one route, or of all. */
const answering =
  (route: string | null, change: (response: Response, request: Request) => Response | Promise<Response>) =>
  (sound: Handler): Handler =>
  async request => {
    const kept = request.clone();
    const response = await sound(request);
    return route === null || routeOf(request) === route ? change(response, kept) : response;
  };

/** Changes JSON answers of one route. */
const rewriting = (route: string | null, change: (body: Body, status: number) => unknown) =>
  answering(route, async response => {
    if (!response.headers.get('Content-Type')?.startsWith('application/json')) return response;
    const body = JSON.stringify(change((await response.json()) as Body, response.status));
    return new Response(body, { status: response.status, headers: response.headers });
  });

/** Changes the bodies that come in at one route, where they are JSON. */
const hearing =
  (route: string, change: (body: Body) => unknown) =>
  (sound: Handler): Handler =>
  async request => {
    if (routeOf(request) !== route || request.method !== 'POST') return sound(request);
    const text = await request.text();
    let body = text;
    try {
      body = JSON.stringify(change(JSON.parse(text)));
    } catch {
      // What is no JSON goes through as it is.
    }
    return sound(new Request(request.url, { method: 'POST', headers: request.headers, body }));
  };

/** Changes what a reply's stream says. */
const streaming = (change: (text: string) => string) =>
  answering('message', async response => {
    if (response.status !== 200) return response;
    return new Response(change(await response.text()), { headers: response.headers });
  });

/** The body of a request that is read again afterwards; empty where it is no JSON. */
const bodyOf = (request: Request): Promise<Body> =>
  request
    .clone()
    .json()
    .catch(() => ({}));

const withStatus = (response: Response, status: number) =>
  new Response(response.body, { status, headers: response.headers });

export const FAULTY_PROXIES: FaultyProxy[] = [
  {
    name: 'answers a start with 200',
    breaks: answering('start', response => (response.status === 201 ? withStatus(response, 200) : response)),
    violates: ['access.post-only', 'start.view', 'leave.grace', 'complete.final'],
  },
  {
    name: 'lets the session token out in an error',
    breaks: rewriting('message', (body, status) => (status === 400 ? { ...body, session_token: 'st_live_abc' } : body)),
    violates: ['secrets.session-token'],
  },
  {
    name: 'sends its key in a header',
    breaks: answering('heartbeat', response => {
      response.headers.set('X-Debug-Authorization', 'Bearer pk_live_abcdef');
      return response;
    }),
    violates: ['secrets.key'],
  },
  {
    name: 'gives the respondent the analysis',
    breaks: rewriting('resume', body => (body.status === 'completed' ? { ...body, analysis: { themes: [] } } : body)),
    violates: ['secrets.analysis'],
  },
  {
    name: 'gives out tickets that anybody can read',
    breaks: sound => async request => {
      const shown = request.headers.get('X-Koji-Ticket');
      const headers = new Headers(request.headers);
      let body = request.method === 'POST' ? await request.text() : undefined;
      const open = (ticket: string) => {
        try {
          return JSON.parse(Buffer.from(ticket, 'base64url').toString()).sealed ?? ticket;
        } catch {
          return ticket;
        }
      };
      if (shown) headers.set('X-Koji-Ticket', open(shown));
      body = body?.replace(/"ticket":"([^"]*)"/, (_, ticket) => `"ticket":${JSON.stringify(open(ticket))}`);
      const response = await sound(
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
    name: 'answers every origin',
    breaks: sound => request => {
      const headers = new Headers(request.headers);
      headers.set('Origin', 'https://shop.example');
      headers.set('Sec-Fetch-Site', 'same-origin');
      return sound(new Request(request, { headers }));
    },
    violates: ['access.foreign-origin'],
  },
  {
    name: 'forgets the CORS headers of refusals',
    breaks: answering(null, response => {
      if (response.status >= 400) response.headers.delete('Access-Control-Allow-Origin');
      return response;
    }),
    origin: 'https://www.shop.example',
    violates: ['access.cors'],
  },
  {
    name: 'knows no preflight',
    breaks: sound => async request =>
      request.method === 'OPTIONS'
        ? Response.json({ error: 'method_not_allowed', message: 'No.' }, { status: 405 })
        : sound(request),
    origin: 'https://www.shop.example',
    violates: ['access.preflight'],
  },
  {
    name: 'answers GET with a page of HTML',
    breaks: sound => async request =>
      request.method === 'GET'
        ? new Response('<p>Hello</p>', { headers: { 'Content-Type': 'text/html' } })
        : sound(request),
    violates: ['access.post-only'],
  },
  {
    name: 'calls a bad ticket unauthorized',
    breaks: rewriting(null, body => (body.error === 'ticket_invalid' ? { ...body, error: 'unauthorized' } : body)),
    violates: ['access.ticket-needed', 'access.ticket-forged', 'access.beacon-ticket-forged'],
  },
  {
    name: 'breaks down over bad input',
    breaks: answering(null, async response =>
      response.status === 400 ? new Response('Internal Server Error', { status: 500 }) : response,
    ),
    violates: ['start.bad-input', 'message.bad-input', 'heartbeat.bad-input', 'complete.bad-input'],
  },
  {
    name: 'does not understand beacons',
    breaks: sound => async request =>
      request.headers.get('Content-Type')?.startsWith('text/plain') && routeOf(request) !== 'start'
        ? Response.json({ error: 'unsupported_media_type', message: 'JSON only.' }, { status: 415 })
        : sound(request),
    violates: [
      'access.beacon-ticket-forged',
      'access.foreign-origin',
      'heartbeat.beacon',
      'leave.grace',
      'leave.twice',
      'leave.stale-answered',
      'leave.wake-not',
      'complete.beacon',
    ],
  },
  {
    name: 'completes a leave at once, so that a reload ends the interview',
    breaks: hearing('complete', body => (body.reason === 'respondent_left' ? { ...body, final: true } : body)),
    violates: ['leave.grace', 'leave.twice', 'leave.header', 'leave.taken-back'],
  },
  {
    name: 'takes no leave back',
    breaks: sound => async request => {
      if (routeOf(request) !== 'resume' || !request.headers.has('X-Koji-Ticket')) return sound(request);
      const leave = new Request(request.url.replace(/resume$/, 'complete'), {
        method: 'POST',
        headers: request.headers,
        body: JSON.stringify({ reason: 'respondent_left' }),
      });
      const body = await bodyOf(request);
      const response = await sound(request);
      if (body.page && response.status === 200) await sound(leave);
      return response;
    },
    violates: ['leave.taken-back', 'leave.replaced-page', 'leave.late-report'],
  },
  {
    name: 'believes every report, whoever sends it and whenever',
    breaks: hearing('complete', ({ page: _, seq: __, ...body }) => body),
    violates: ['leave.twice', 'leave.replaced-page', 'leave.late-report'],
  },
  {
    name: 'notes a leave and never completes it',
    breaks: (sound, now) => {
      const completes_at = new Date(now() + 5000).toISOString();
      return async request => {
        const body = routeOf(request) === 'complete' ? await bodyOf(request) : {};
        if (body.reason !== 'respondent_left' || body.final || !body.page) return sound(request);
        return Response.json({ status: 'leaving', completes_at }, { status: 202 });
      };
    },
    violates: ['leave.completed', 'leave.wake-not'],
  },
  {
    name: 'lets the last reason win',
    breaks: sound => async request => {
      const asked = routeOf(request) === 'complete' ? await bodyOf(request) : {};
      const response = await sound(request);
      if (response.status !== 200 || routeOf(request) !== 'complete') return response;
      return Response.json({ ...((await response.json()) as object), reason: asked.reason });
    },
    violates: ['complete.first-reason', 'complete.race'],
  },
  {
    name: 'answers a repeated completion with 409',
    breaks: sound => {
      const seen = new Set<string>();
      return async request => {
        const response = await sound(request.clone());
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
    name: 'tells a new time at each repeat of a completion',
    breaks: (sound, now) => {
      let told = 0;
      return rewriting('complete', body =>
        body.completed_at ? { ...body, completed_at: new Date(now() + ++told * 1000).toISOString() } : body,
      )(sound);
    },
    violates: ['complete.repeat', 'complete.resume-after', 'complete.race'],
  },
  {
    name: 'ignores that End was pressed',
    breaks: hearing('complete', ({ final: _, ...body }) => body),
    violates: ['complete.final', 'complete.repeat', 'complete.first-reason', 'complete.resume-after'],
  },
  {
    name: 'answers a message with JSON instead of a stream',
    breaks: answering('message', async response =>
      response.status === 200 ? Response.json({ reply: (await response.text()).length }) : response,
    ),
    violates: ['message.stream', 'message.count', 'message.repeat', 'resume.transcript', 'message.longest'],
  },
  {
    name: 'cuts the stream before its last event',
    breaks: streaming(text => text.slice(0, text.indexOf('event: done'))),
    violates: ['message.stream', 'message.count', 'message.repeat', 'resume.transcript', 'message.longest'],
  },
  {
    name: 'sends the last event twice',
    breaks: streaming(text => text + text.slice(text.indexOf('event: done'))),
    violates: ['message.stream', 'message.count', 'message.repeat', 'resume.transcript', 'message.longest'],
  },
  {
    name: 'stores a repeated message twice',
    breaks: hearing('message', body => (body.client_message_id ? { ...body, client_message_id: undefined } : body)),
    violates: ['message.repeat', 'resume.transcript', 'message.bad-input'],
  },
  {
    name: 'shows a transcript without its last message',
    breaks: rewriting('resume', body =>
      Array.isArray(body.messages) && body.messages.length > 1
        ? { ...body, messages: body.messages.slice(0, -1) }
        : body,
    ),
    violates: ['resume.transcript'],
  },
  {
    name: 'answers a heartbeat with 200',
    breaks: answering('heartbeat', response => (response.status === 204 ? Response.json({}) : response)),
    violates: ['heartbeat.header', 'heartbeat.beacon', 'leave.taken-back', 'leave.replaced-page', 'leave.late-report'],
  },
  {
    name: 'takes messages after the end',
    breaks: answering('message', response =>
      response.status === 409
        ? new Response('event: delta\ndata: {"text":"Hm."}\n\n', { headers: { 'Content-Type': 'text/event-stream' } })
        : response,
    ),
    violates: ['complete.message-after'],
  },
  {
    name: 'reads a form as if it were JSON',
    breaks: sound => async request => {
      const headers = new Headers(request.headers);
      if (headers.get('Content-Type') === 'application/x-www-form-urlencoded') {
        headers.set('Content-Type', 'application/json');
      }
      return sound(new Request(request, { headers }));
    },
    violates: ['access.content-type'],
  },
  {
    name: 'ends whichever interview the body names',
    breaks: sound => {
      const tickets = new Map<unknown, string>();
      return async request => {
        const body = routeOf(request) === 'complete' ? await bodyOf(request) : {};
        const other = tickets.get(body.interview_id);
        if (other) {
          const headers = { 'Content-Type': 'application/json', 'X-Koji-Ticket': other };
          await sound(new Request(request.url, { method: 'POST', headers, body: '{"reason":"manual"}' }));
        }
        const response = await sound(request);
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
    name: 'starts nothing for a page that says who is there',
    breaks: sound => async request =>
      routeOf(request) === 'start' && typeof (await bodyOf(request)).respondent === 'object'
        ? Response.json({ error: 'invalid_request', message: 'respondent: not here.' }, { status: 400 })
        : sound(request),
    violates: ['start.fields'],
  },
  {
    name: 'drops the answers to questions',
    breaks: hearing('message', ({ answer: _, ...body }) => body),
    violates: ['message.bad-input', 'message.answer'],
  },
  {
    name: 'lets a late heartbeat take a leave back',
    breaks: hearing('heartbeat', ({ page: _, seq: __, ...body }) => body),
    violates: ['leave.late-heartbeat'],
  },
  {
    name: 'does not mind a page that is visible again',
    breaks: sound => async request =>
      routeOf(request) === 'heartbeat' && (await bodyOf(request)).page
        ? new Response(null, { status: 204 })
        : sound(request),
    violates: ['leave.visible-again'],
  },
  {
    name: 'takes a message for no sign of life',
    breaks: sound => {
      const leaves = new Map<unknown, Body>();
      return async request => {
        const shown = request.headers.get('X-Koji-Ticket');
        const body = await bodyOf(request);
        if (routeOf(request) === 'complete' && body.page) leaves.set(body.ticket, body);
        const left = routeOf(request) === 'message' ? leaves.get(shown) : undefined;
        const response = await sound(request);
        if (left && response.status === 200) {
          const again = JSON.stringify({ ...left, seq: Number(left.seq) + 1 });
          const url = request.url.replace(/message$/, 'complete');
          await sound(new Request(url, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: again }));
        }
        return response;
      };
    },
    violates: ['leave.message-after'],
  },
  {
    name: 'completes a leave only when somebody next asks',
    breaks: (sound, now) => {
      const due = new Map<string, number>();
      const leave = (ticket: string, body: object) => ({ ticket, ...body });
      return async request => {
        const body = await bodyOf(request);
        const ticket = String(body.ticket ?? request.headers.get('X-Koji-Ticket'));
        const at = due.get(ticket);
        if (at !== undefined && at <= now()) {
          due.delete(ticket);
          const late = JSON.stringify(leave(ticket, { reason: 'respondent_left', final: true }));
          const url = request.url.replace(/\w+$/, 'complete');
          await sound(new Request(url, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: late }));
        }
        const response = await sound(request);
        if (response.status === 202) {
          const { completes_at } = (await response.clone().json()) as { completes_at: string };
          if (!due.has(ticket)) due.set(ticket, Date.parse(completes_at));
          // Nothing is due by itself any more.
          const headers = { 'Content-Type': 'text/plain' };
          const beat = JSON.stringify(leave(ticket, { state: 'visible' }));
          const url = request.url.replace(/\w+$/, 'heartbeat');
          await sound(new Request(url, { method: 'POST', headers, body: beat }));
          const told = new Date(due.get(ticket)!).toISOString();
          return Response.json({ status: 'leaving', completes_at: told }, { status: 202 });
        }
        if (['message', 'resume'].includes(String(routeOf(request)))) due.delete(ticket);
        return response;
      };
    },
    violates: ['leave.by-itself'],
  },
  {
    name: 'completes as manual what is natural',
    breaks: hearing('complete', body => (body.reason === 'natural' ? { ...body, reason: 'manual' } : body)),
    violates: ['leave.completes-later'],
  },
  {
    name: 'waits for the page to complete a talk that has come to its end',
    options: { concludedGrace: '2h' },
    breaks: sound => sound,
    violates: ['natural.completed'],
  },
  {
    name: 'tells nobody that the talk has come to its end',
    breaks: streaming(text => text.replace('"concluded"', '"active"')),
    violates: ['natural.concluded'],
  },
];
