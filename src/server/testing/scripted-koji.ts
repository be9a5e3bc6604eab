import type { Reason } from '../../interview/completion.ts';
import { formatReplyEvent } from '../../wire/event-stream.ts';
import type { Interview, StartRequest } from '../../wire/koji-api.ts';
import type { ReplyEvent } from '../../wire/messages.ts';
import type { Clock } from '../clock.ts';

/** What world the proxy lives in. */
export type Situation =
  | 'fine'
  /** Every call is answered 429, to come back in 20 seconds. */
  | 'rate-limited'
  /** 429, and not a word on when to come back. */
  | 'crowded'
  /** No connection. */
  | 'down'
  /** 503 to everything. */
  | 'overloaded'
  /** No answer, until aborted. */
  | 'slow'
  /** 503, to come back in 10 minutes. */
  | 'in-maintenance'
  /** The key is not good. */
  | 'unauthorized'
  /** The key lacks a permission. */
  | 'forbids'
  /** The key may do everything but read interviews. */
  | 'unreadable'
  /** It knows no interview. */
  | 'forgetful'
  /** 200, and a page of HTML. */
  | 'strange'
  /** Points somewhere else. */
  | 'moved';

export interface Call {
  route: 'start' | 'message' | 'complete' | 'interview';
  body: Record<string, unknown> | null;
  headers: Headers;
  signal: AbortSignal;
  redirect: RequestRedirect;
}

export interface ScriptedKoji {
  fetch: typeof fetch;
  situation: Situation;
  calls: Call[];
  interviews: Map<string, Interview & { session_token: string }>;
  /** What a message is answered with, event by event; a test may also give a stream of its own. */
  reply: ReplyEvent[] | ReadableStream<Uint8Array>;
  /** Completes an interview behind the proxy's back, as the team can on the dashboard. */
  completeByHand(id: string): void;
  count(route: Call['route']): number;
}

export const KEY = `pk_live_${'k'.repeat(32)}`;

const QUESTION = { id: 'q1', text: 'How often do you use it?', type: 'open_ended', config: {} } as const;

export const done = (interview_status: 'active' | 'concluded' = 'active'): ReplyEvent => ({
  type: 'done',
  message_id: crypto.randomUUID(),
  content: 'Thanks. Why is that?',
  question: interview_status === 'active' ? QUESTION : null,
  interview_status,
  messages_count: 3,
});

/** Koji's API as far as the proxy can tell, in memory, in a situation that the test chooses. */
export function createScriptedKoji(clock: Clock): ScriptedKoji {
  const iso = () => new Date(clock.now()).toISOString();

  const koji: ScriptedKoji = {
    situation: 'fine',
    calls: [],
    interviews: new Map(),
    reply: [{ type: 'delta', text: 'Thanks. ' }, { type: 'delta', text: 'Why is that?' }, done()],
    count: route => koji.calls.filter(call => call.route === route).length,
    completeByHand: id => finish(koji.interviews.get(id)!, 'manual'),

    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      const body = request.method === 'POST' ? ((await request.json()) as Record<string, unknown>) : null;
      const [, id, tail] = /^\/api\/v1\/interviews\/([^/]+)(?:\/(message))?$/.exec(pathname) ?? [];
      const route =
        pathname === '/api/interview/complete' ? 'complete' : id === 'start' ? 'start' : tail ? 'message' : 'interview';
      koji.calls.push({ route, body, headers: request.headers, signal: request.signal, redirect: request.redirect });

      switch (koji.situation) {
        case 'rate-limited':
          return refuse(429, 'rate_limited', { 'Retry-After': '20' });
        case 'crowded':
          return refuse(429, 'rate_limited');
        case 'in-maintenance':
          return refuse(503, 'internal_error', { 'Retry-After': '600' });
        case 'down':
          throw new TypeError('fetch failed');
        case 'overloaded':
          return refuse(503, 'internal_error');
        case 'slow':
          return new Promise((_, reject) => {
            request.signal.addEventListener('abort', () => reject(request.signal.reason));
          });
        case 'forbids':
          return refuse(403, 'forbidden');
        case 'forgetful':
          return refuse(404, 'not_found');
        case 'strange':
          return new Response('<html></html>', { headers: { 'Content-Type': 'text/html' } });
        case 'moved':
          return new Response(null, { status: 307, headers: { Location: 'https://elsewhere.example/' } });
      }
      if (koji.situation === 'unauthorized' || request.headers.get('Authorization') !== `Bearer ${KEY}`) {
        return refuse(401, 'unauthorized');
      }
      if (route === 'start') return start(body as StartRequest);

      const interview = koji.interviews.get(route === 'complete' ? String(body?.interview_id) : id!);
      if (!interview) return refuse(404, 'not_found');
      if (route === 'interview') {
        if (koji.situation === 'unreadable') return refuse(403, 'forbidden');
        const { session_token: _, ...found } = interview;
        return Response.json({ ...found, stats: statsOf(interview) });
      }
      if (request.headers.get('X-Session-Token') !== interview.session_token) return refuse(401, 'unauthorized');
      if (route === 'message') return message(interview, String(body?.content));

      const repeated = interview.status === 'completed';
      if (!repeated) finish(interview, (body?.reason ?? 'manual') as Reason);
      const { interview_id, status, completed_at, analysis_status } = interview;
      const completed = { interview_id, status, completed_at, analysis_status, stats: statsOf(interview) };
      return repeated
        ? Response.json({ ...completed, error: 'already_completed', message: 'Completed before.' }, { status: 409 })
        : Response.json(completed, { headers: { 'Set-Cookie': 'koji=1' } });
    },
  };

  function start({ respondent }: StartRequest): Response {
    const interview_id = crypto.randomUUID();
    const session_token = `st_live_${crypto.randomUUID()}`;
    const content = 'Hello! How often do you use it?';
    koji.interviews.set(interview_id, {
      interview_id,
      session_token,
      status: 'active',
      started_at: iso(),
      completed_at: null,
      reason: null,
      analysis_status: null,
      transcript: [
        { message_id: crypto.randomUUID(), role: 'interviewer', content, created_at: iso(), question: QUESTION },
      ],
      stats: { duration_seconds: 0, respondent_messages: 0, interviewer_messages: 1, total_messages: 1 },
      ...(respondent ? { respondent } : {}),
    });
    return Response.json(
      {
        interview_id,
        session_token,
        status: 'active',
        started_at: iso(),
        initial_message: content,
        question: QUESTION,
      },
      { status: 201 },
    );
  }

  function message(interview: Interview, content: string): Response {
    if (interview.status === 'completed') return refuse(409, 'already_completed');
    if (content === 'too much') return refuse(400, 'invalid_request');
    if (!Array.isArray(koji.reply)) return new Response(koji.reply, { headers: EVENT_STREAM });
    interview.transcript.push({ message_id: crypto.randomUUID(), role: 'respondent', content, created_at: iso() });
    const last = koji.reply.at(-1);
    if (last?.type === 'done') {
      interview.status = last.interview_status;
      const { message_id, content: said, question } = last;
      interview.transcript.push({
        message_id,
        role: 'interviewer',
        content: said,
        created_at: iso(),
        ...(question ? { question } : {}),
      });
    }
    return new Response(koji.reply.map(formatReplyEvent).join(''), { headers: EVENT_STREAM });
  }

  function finish(interview: Interview, reason: Reason) {
    interview.status = 'completed';
    interview.reason = reason;
    interview.completed_at = iso();
    interview.analysis_status = 'processing';
    interview.analysis = { themes: [], insights: [], quality_score: 3, quality: {} as never };
  }

  function statsOf({ transcript, started_at, completed_at }: Interview) {
    const respondent_messages = transcript.filter(({ role }) => role === 'respondent').length;
    const end = completed_at === null ? clock.now() : Date.parse(completed_at);
    return {
      duration_seconds: Math.round((end - Date.parse(started_at)) / 1000),
      respondent_messages,
      interviewer_messages: transcript.length - respondent_messages,
      total_messages: transcript.length,
    };
  }

  return koji;
}

const EVENT_STREAM = { 'Content-Type': 'text/event-stream' };

const refuse = (status: number, error: string, headers: Record<string, string> = {}) =>
  Response.json({ error, message: `Koji says ${error}.` }, { status, headers });
