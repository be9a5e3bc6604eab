import type { Reason } from '../../interview/completion.ts';
import { formatReplyEvent } from '../../wire/event-stream.ts';
import type { Interview, StartRequest } from '../../wire/koji-api.ts';
import type { ReplyEvent } from '../../wire/messages.ts';
import type { Clock } from '../clock.ts';

/** How Koji responds to the proxy. */
export type Situation =
  | 'healthy'
  /** 429 to everything, with `Retry-After` of 20 seconds. */
  | 'rate-limited'
  /** 429 to everything, without `Retry-After`. */
  | 'rate-limited-without-delay'
  /** No connection. */
  | 'down'
  /** 503 to everything. */
  | 'overloaded'
  /** No response, until the request is aborted. */
  | 'silent'
  /** 503 to everything, with `Retry-After` of 10 minutes. */
  | 'in-maintenance'
  /** 401: the key is not valid. */
  | 'unauthorized'
  /** 403: the key lacks a permission. */
  | 'forbidden'
  /** 403 only to reading interviews. */
  | 'read-forbidden'
  /** 404: there are no interviews. */
  | 'not-found'
  /** 200 with a page of HTML. */
  | 'html'
  /** A redirect to another address. */
  | 'redirecting';

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
  /** The reply to each message: its events, or a stream. */
  reply: ReplyEvent[] | ReadableStream<Uint8Array>;
  /** Completes an interview without the proxy, as the team can do on the dashboard. */
  completeManually(id: string): void;
  countCalls(route: Call['route']): number;
}

export const API_KEY = `pk_live_${'k'.repeat(32)}`;

const QUESTION = { id: 'q1', text: 'How often do you use it?', type: 'open_ended', config: {} } as const;

export const createDoneEvent = (interview_status: 'active' | 'concluded' = 'active'): ReplyEvent => ({
  type: 'done',
  message_id: crypto.randomUUID(),
  content: 'Thanks. Why is that?',
  question: interview_status === 'active' ? QUESTION : null,
  interview_status,
  messages_count: 3,
});

/** Creates Koji's API as the proxy sees it, in memory, in a situation that the test chooses. */
export function createScriptedKoji(clock: Clock): ScriptedKoji {
  const isoNow = () => new Date(clock.now()).toISOString();

  const koji: ScriptedKoji = {
    situation: 'healthy',
    calls: [],
    interviews: new Map(),
    reply: [{ type: 'delta', text: 'Thanks. ' }, { type: 'delta', text: 'Why is that?' }, createDoneEvent()],
    countCalls: route => koji.calls.filter(call => call.route === route).length,
    completeManually: id => completeInterview(koji.interviews.get(id)!, 'manual'),

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
          return respondWithError(429, 'rate_limited', { 'Retry-After': '20' });
        case 'rate-limited-without-delay':
          return respondWithError(429, 'rate_limited');
        case 'in-maintenance':
          return respondWithError(503, 'internal_error', { 'Retry-After': '600' });
        case 'down':
          throw new TypeError('fetch failed');
        case 'overloaded':
          return respondWithError(503, 'internal_error');
        case 'silent':
          return new Promise((_, reject) => {
            request.signal.addEventListener('abort', () => reject(request.signal.reason));
          });
        case 'forbidden':
          return respondWithError(403, 'forbidden');
        case 'not-found':
          return respondWithError(404, 'not_found');
        case 'html':
          return new Response('<html></html>', { headers: { 'Content-Type': 'text/html' } });
        case 'redirecting':
          return new Response(null, { status: 307, headers: { Location: 'https://elsewhere.example/' } });
      }
      if (koji.situation === 'unauthorized' || request.headers.get('Authorization') !== `Bearer ${API_KEY}`) {
        return respondWithError(401, 'unauthorized');
      }
      if (route === 'start') return startInterview(body as StartRequest);

      const interview = koji.interviews.get(route === 'complete' ? String(body?.interview_id) : id!);
      if (!interview) return respondWithError(404, 'not_found');
      if (route === 'interview') {
        if (koji.situation === 'read-forbidden') return respondWithError(403, 'forbidden');
        const { session_token: _, ...found } = interview;
        return Response.json({ ...found, stats: computeStats(interview) });
      }
      if (request.headers.get('X-Session-Token') !== interview.session_token)
        return respondWithError(401, 'unauthorized');
      if (route === 'message') return replyTo(interview, String(body?.content));

      const isRepeat = interview.status === 'completed';
      if (!isRepeat) completeInterview(interview, (body?.reason ?? 'manual') as Reason);
      const { interview_id, status, completed_at, analysis_status } = interview;
      const completed = { interview_id, status, completed_at, analysis_status, stats: computeStats(interview) };
      return isRepeat
        ? Response.json({ ...completed, error: 'already_completed', message: 'Completed before.' }, { status: 409 })
        : Response.json(completed, { headers: { 'Set-Cookie': 'koji=1' } });
    },
  };

  function startInterview({ respondent }: StartRequest): Response {
    const interview_id = crypto.randomUUID();
    const session_token = `st_live_${crypto.randomUUID()}`;
    const content = 'Hello! How often do you use it?';
    koji.interviews.set(interview_id, {
      interview_id,
      session_token,
      status: 'active',
      started_at: isoNow(),
      completed_at: null,
      reason: null,
      analysis_status: null,
      transcript: [
        { message_id: crypto.randomUUID(), role: 'interviewer', content, created_at: isoNow(), question: QUESTION },
      ],
      stats: { duration_seconds: 0, respondent_messages: 0, interviewer_messages: 1, total_messages: 1 },
      ...(respondent ? { respondent } : {}),
    });
    return Response.json(
      {
        interview_id,
        session_token,
        status: 'active',
        started_at: isoNow(),
        initial_message: content,
        question: QUESTION,
      },
      { status: 201 },
    );
  }

  function replyTo(interview: Interview, content: string): Response {
    if (interview.status === 'completed') return respondWithError(409, 'already_completed');
    if (content === 'refused by Koji') return respondWithError(400, 'invalid_request');
    if (!Array.isArray(koji.reply)) return new Response(koji.reply, { headers: EVENT_STREAM });
    interview.transcript.push({ message_id: crypto.randomUUID(), role: 'respondent', content, created_at: isoNow() });
    const last = koji.reply.at(-1);
    if (last?.type === 'done') {
      interview.status = last.interview_status;
      const { message_id, content: reply, question } = last;
      interview.transcript.push({
        message_id,
        role: 'interviewer',
        content: reply,
        created_at: isoNow(),
        ...(question ? { question } : {}),
      });
    }
    return new Response(koji.reply.map(formatReplyEvent).join(''), { headers: EVENT_STREAM });
  }

  function completeInterview(interview: Interview, reason: Reason) {
    interview.status = 'completed';
    interview.reason = reason;
    interview.completed_at = isoNow();
    interview.analysis_status = 'processing';
    interview.analysis = { themes: [], insights: [], quality_score: 3, quality: {} as never };
  }

  function computeStats({ transcript, started_at, completed_at }: Interview) {
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

const respondWithError = (status: number, error: string, headers: Record<string, string> = {}) =>
  Response.json({ error, message: `Koji says ${error}.` }, { status, headers });
