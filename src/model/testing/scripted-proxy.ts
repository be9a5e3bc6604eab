import type { Completion } from '../../interview/completion.ts';
import { createFailure, type FailureCode } from '../../interview/failures.ts';
import type { Question } from '../../interview/questions.ts';
import type { Message } from '../../interview/transcript.ts';
import { formatReplyEvent } from '../../wire/event-stream.ts';
import { InterviewError } from '../../wire/interview-error.ts';
import type { ReplyDone } from '../../wire/messages.ts';
import type { ProxyClient } from '../../wire/proxy-client.ts';
import type { InterviewView } from '../../wire/proxy-contract.ts';

export const TICKET = 't1';

export type Route = keyof ProxyClient;

/** What goes wrong with one call. */
export type Fault =
  /** Refused, or never reached the proxy: nothing was done. */
  | FailureCode
  /** All was done, but the stream of the reply breaks off after its first piece. */
  | 'cut'
  /** All was done, but the reply is still being written: nothing of it has come, or half of it. */
  | 'silent'
  | 'half'
  /** Something that is no failure of the client's: a fault in the code. */
  | Error;

export interface RecordedCall {
  route: Route;
  ticket: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: each route has its own body, and a test knows which it looks at
  body: any;
}

/** A proxy with an interviewer behind it, in the same process, who asks what is in the script and concludes after it. */
export interface ScriptedProxy extends ProxyClient {
  readonly calls: RecordedCall[];
  /** The bodies that a route was called with. */
  sent(route: Route): RecordedCall['body'][];
  /** What the next calls of a route meet, one a call. */
  fail(route: Route, ...troubles: Fault[]): void;
  /** Lets a route do its work but keeps its answers on the way until the given function is called. */
  holdResponses(route: Route): () => void;
  /** The interview as the proxy knows it. */
  readonly view: InterviewView;
  /** Completes it without the page: the lease, or a team member. */
  completeAs(reason: Completion['reason']): void;
  /** Whether completions are answered before Koji has acknowledged them. */
  acknowledgesLater: boolean;
}

export type Script = readonly { content: string; question?: Question }[];

export const createOpenQuestion = (id: string, text: string): Question => ({
  id,
  text,
  type: 'open_ended',
  config: {},
});
export const SATISFACTION_QUESTION: Question = {
  id: 'q2',
  text: 'How satisfied?',
  type: 'scale',
  config: { min: 0, max: 10 },
};
export const PRIORITIES_QUESTION: Question = {
  id: 'q3',
  text: 'What matters most?',
  type: 'ranking',
  config: { options: ['Speed', 'Price', 'Help'] },
};

/** Opening, three questions, thanks. */
export const SCRIPT: Script = [
  { content: 'Hello! Why did you leave?', question: createOpenQuestion('q1', 'Why did you leave?') },
  { content: 'I see. How satisfied?', question: SATISFACTION_QUESTION },
  { content: 'And what matters most?', question: PRIORITIES_QUESTION },
  { content: 'Thank you for your time.' },
];

export function createScriptedProxy(script: Script = SCRIPT, endsAt: string | null = null): ScriptedProxy {
  const calls: RecordedCall[] = [];
  const troubles: Partial<Record<Route, Fault[]>> = {};
  const held: Partial<Record<Route, Promise<void>>> = {};
  const replies = new Map<string, ReplyDone>();
  const messages: Message[] = [];
  let asked = -1;
  let completed: Completion | undefined;

  const ask = (): Message => {
    asked++;
    const turn: Message = { message_id: `i${asked + 1}`, role: 'interviewer', ...script[asked]! };
    messages.push(turn);
    return turn;
  };
  const status = () => (completed ? 'completed' : asked === script.length - 1 ? 'concluded' : 'active');
  const question = () => (status() === 'active' ? (script[asked]?.question ?? null) : null);
  const view = (): InterviewView => ({
    interview_id: 'interview-1',
    status: status(),
    messages: [...messages],
    question: question(),
    started_at: '2026-03-01T09:00:00.000Z',
    ends_at: endsAt,
    ...(completed && { completed }),
  });
  const completeAs = (reason: Completion['reason']): Completion => {
    completed ??= {
      reason,
      completed_at: '2026-03-01T09:10:00.000Z',
      stats: {
        duration_seconds: 600,
        respondent_messages: replies.size,
        interviewer_messages: asked + 1,
        total_messages: replies.size + asked + 1,
      },
    };
    return completed;
  };

  const refuse = (code: FailureCode): never => {
    throw new InterviewError(createFailure(code, `${code}, as the test wants it`));
  };
  /** A call comes in, does its work, and its answer goes out. */
  async function handle<Answer>(
    route: Route,
    ticket: string | null,
    body: unknown,
    work: (trouble?: Fault) => Answer,
    signal?: AbortSignal,
  ): Promise<Answer> {
    if (signal?.aborted) refuse('unreachable');
    calls.push({ route, ticket, body: structuredClone(body) });
    const trouble = troubles[route]?.shift();
    if (trouble instanceof Error) throw trouble;
    if (trouble && !isOfStream(trouble)) refuse(trouble);
    if (ticket !== null && ticket !== TICKET) refuse('ticket_invalid');
    const answer = work(trouble);
    const aborted = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(new InterviewError(createFailure('unreachable', 'aborted')))),
    );
    await Promise.race([held[route], aborted]);
    return answer;
  }

  return {
    calls,
    sent: route => calls.filter(call => call.route === route).map(({ body }) => body),
    fail(route, ...next) {
      troubles[route] = [...(troubles[route] ?? []), ...next];
    },
    holdResponses(route) {
      let release = () => {};
      held[route] = new Promise(resolve => {
        release = () => {
          delete held[route];
          resolve();
        };
      });
      return release;
    },
    get view() {
      return view();
    },
    completeAs: reason => void completeAs(reason),
    acknowledgesLater: false,

    start: body =>
      handle('start', null, body, () => {
        ask();
        return { ticket: TICKET, interview: view() };
      }),
    message: (ticket, body, signal) =>
      handle(
        'message',
        ticket,
        body,
        trouble => {
          const { client_message_id: id = '', content, answer } = body;
          if (!replies.has(id)) {
            if (completed) refuse('already_completed');
            messages.push({
              message_id: `r${replies.size + 1}`,
              role: 'respondent',
              content,
              ...(answer && { answer }),
            });
            const { message_id, content: reply } = ask();
            const interview_status = status() === 'concluded' ? 'concluded' : 'active';
            const messages_count = messages.length;
            replies.set(id, { message_id, content: reply, question: question(), interview_status, messages_count });
          }
          return streamOf(replies.get(id)!, trouble);
        },
        signal,
      ),
    complete(ticket, body) {
      return handle('complete', ticket, body, () => {
        const completion = completeAs(body.reason);
        return this.acknowledgesLater ? { status: 'completing' } : { status: 'completed', ...completion };
      });
    },
    resume: (ticket, body) => handle('resume', ticket, body, view),
    heartbeat: (ticket, body) => handle('heartbeat', ticket, body, () => new Response()),
  } as ScriptedProxy;
}

const isOfStream = (trouble: Fault): trouble is 'cut' | 'silent' | 'half' =>
  ['cut', 'silent', 'half'].includes(trouble as string);

/** A reply word by word, as the proxy streams it. */
function streamOf(done: ReplyDone, trouble?: Fault): Response {
  const words = done.content.split(/(?<= )/);
  const events = words.map(text => formatReplyEvent({ type: 'delta', text }));
  events.push(formatReplyEvent({ type: 'done', ...done }));
  if (trouble === 'cut') events.length = 1;
  if (trouble === 'silent') events.length = 0;
  if (trouble === 'half') events.length = words.length >> 1;
  const isUnderWay = trouble === 'silent' || trouble === 'half';
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const event = events.shift();
        if (event !== undefined) controller.enqueue(encoder.encode(event));
        else if (!isUnderWay) controller.close();
      },
    }),
    { headers: { 'Content-Type': 'text/event-stream' } },
  );
}
