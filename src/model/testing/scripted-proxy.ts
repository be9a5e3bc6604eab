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

/** How one call fails. */
export type Fault =
  /** The call is refused, or does not reach the proxy. Nothing changes there. */
  | FailureCode
  /** The message is stored, but the stream of the reply breaks off after its first piece. */
  | 'cut'
  /** The message is stored, but nothing of the reply arrives, and the stream stays open. */
  | 'silent'
  /** As `silent`, but half of the reply arrives. */
  | 'half'
  /** The client throws this error, as it does for a bug in our own code. */
  | Error;

export interface RecordedCall {
  route: Route;
  ticket: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: each route has its own body, and a test knows which one it reads
  body: any;
}

/**
 * A proxy in the same process, whose interviewer follows a script and concludes after its last
 * message.
 */
export interface ScriptedProxy extends ProxyClient {
  readonly calls: RecordedCall[];
  /** Returns the bodies of all calls of a route. */
  sent(route: Route): RecordedCall['body'][];
  /** Makes the next calls of a route fail, one call for each fault. */
  fail(route: Route, ...faults: Fault[]): void;
  /** The route works, but its responses are held back until the returned function is called. */
  holdResponses(route: Route): () => void;
  /** The interview at the proxy. */
  readonly view: InterviewView;
  /** Completes the interview without the page, as the lease or a team member does. */
  completeAs(reason: Completion['reason']): void;
  /** Whether the proxy responds to a completion before Koji has acknowledged it. */
  acknowledgesLater: boolean;
}

/** The messages of the interviewer, in order. */
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

/** The usual script: three questions and a closing message. */
export const SCRIPT: Script = [
  { content: 'Hello! Why did you leave?', question: createOpenQuestion('q1', 'Why did you leave?') },
  { content: 'I see. How satisfied?', question: SATISFACTION_QUESTION },
  { content: 'And what matters most?', question: PRIORITIES_QUESTION },
  { content: 'Thank you for your time.' },
];

/**
 * @param clock the proxy's clock, in epoch milliseconds; `null` for a proxy that does not tell it
 * @param ownTicket the ticket of its interview; others are refused
 */
export function createScriptedProxy(
  script: Script = SCRIPT,
  endsAt: string | null = null,
  clock: (() => number) | null = () => Date.now(),
  ownTicket = TICKET,
): ScriptedProxy {
  const calls: RecordedCall[] = [];
  const pendingFaults: Partial<Record<Route, Fault[]>> = {};
  const heldResponses: Partial<Record<Route, Promise<void>>> = {};
  const replies = new Map<string, ReplyDone>();
  const messages: Message[] = [];
  /** Position in the script of the interviewer's last message. */
  let position = -1;
  let completed: Completion | undefined;

  const addInterviewerMessage = (): Message => {
    position++;
    const message: Message = { message_id: `i${position + 1}`, role: 'interviewer', ...script[position]! };
    messages.push(message);
    return message;
  };
  const getStatus = () => (completed ? 'completed' : position === script.length - 1 ? 'concluded' : 'active');
  const getQuestion = () => (getStatus() === 'active' ? (script[position]?.question ?? null) : null);
  const getView = (): InterviewView => ({
    interview_id: 'interview-1',
    status: getStatus(),
    messages: [...messages],
    question: getQuestion(),
    started_at: '2026-03-01T09:00:00.000Z',
    now: (clock ? new Date(clock()).toISOString() : undefined) as string,
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
        interviewer_messages: position + 1,
        total_messages: replies.size + position + 1,
      },
    };
    return completed;
  };

  const refuse = (code: FailureCode): never => {
    throw new InterviewError(createFailure(code, `${code}, as the test wants it`));
  };

  /**
   * Records a call, applies its fault, does its work, and returns the response when it is not held
   * back.
   */
  async function handle<Result>(
    route: Route,
    ticket: string | null,
    body: unknown,
    work: (fault?: Fault) => Result,
    signal?: AbortSignal,
  ): Promise<Result> {
    if (signal?.aborted) refuse('unreachable');
    calls.push({ route, ticket, body: structuredClone(body) });
    const fault = pendingFaults[route]?.shift();
    if (fault instanceof Error) throw fault;
    if (fault && !isStreamFault(fault)) refuse(fault);
    if (ticket !== null && ticket !== ownTicket) refuse('ticket_invalid');
    const result = work(fault);
    const aborted = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(new InterviewError(createFailure('unreachable', 'aborted')))),
    );
    await Promise.race([heldResponses[route], aborted]);
    return result;
  }

  return {
    calls,
    sent: route => calls.filter(call => call.route === route).map(({ body }) => body),
    fail(route, ...faults) {
      pendingFaults[route] = [...(pendingFaults[route] ?? []), ...faults];
    },
    holdResponses(route) {
      let release = () => {};
      heldResponses[route] = new Promise(resolve => {
        release = () => {
          delete heldResponses[route];
          resolve();
        };
      });
      return release;
    },
    get view() {
      return getView();
    },
    completeAs: reason => void completeAs(reason),
    acknowledgesLater: false,

    start: body =>
      handle('start', null, body, () => {
        addInterviewerMessage();
        return { ticket: ownTicket, interview: getView() };
      }),
    message: (ticket, body, signal) =>
      handle(
        'message',
        ticket,
        body,
        fault => {
          const { client_message_id: id = '', content, answer } = body;
          if (!replies.has(id)) {
            if (completed) refuse('already_completed');
            messages.push({
              message_id: `r${replies.size + 1}`,
              role: 'respondent',
              content,
              ...(answer && { answer }),
            });
            const { message_id, content: reply } = addInterviewerMessage();
            replies.set(id, {
              message_id,
              content: reply,
              question: getQuestion(),
              interview_status: getStatus() === 'concluded' ? 'concluded' : 'active',
              messages_count: messages.length,
            });
          }
          return streamReply(replies.get(id)!, fault);
        },
        signal,
      ),
    complete(ticket, body) {
      return handle('complete', ticket, body, () => {
        const completion = completeAs(body.reason);
        return this.acknowledgesLater ? { status: 'completing' } : { status: 'completed', ...completion };
      });
    },
    resume: (ticket, body) => handle('resume', ticket, body, getView),
    heartbeat: (ticket, body) => handle('heartbeat', ticket, body, () => new Response()),
  } as ScriptedProxy;
}

const isStreamFault = (fault: Fault): fault is 'cut' | 'silent' | 'half' =>
  ['cut', 'silent', 'half'].includes(fault as string);

/** Streams a reply word by word, as the proxy does. */
function streamReply(done: ReplyDone, fault?: Fault): Response {
  const words = done.content.split(/(?<= )/);
  const events = words.map(text => formatReplyEvent({ type: 'delta', text }));
  events.push(formatReplyEvent({ type: 'done', ...done }));
  if (fault === 'cut') events.length = 1;
  if (fault === 'silent') events.length = 0;
  if (fault === 'half') events.length = words.length >> 1;
  const staysOpen = fault === 'silent' || fault === 'half';
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const event = events.shift();
        if (event !== undefined) controller.enqueue(encoder.encode(event));
        else if (!staysOpen) controller.close();
      },
    }),
    { headers: { 'Content-Type': 'text/event-stream' } },
  );
}
