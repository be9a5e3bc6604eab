import { setTimeout as wait } from 'node:timers/promises';
import type { Reason } from '../../src/interview/completion.ts';
import { createReplyReader } from '../../src/wire/event-stream.ts';
import type { ReplyEvent } from '../../src/wire/messages.ts';
import type { ProxyCompleteResponse, ProxyStartResponse } from '../../src/wire/proxy-contract.ts';

/** How a respondent's interview ends, and the reason that Koji should record for it. */
export const BEHAVIOURS = {
  'answers all questions': 'natural',
  'leaves after the last reply': 'natural',
  'presses End': 'respondent_left',
  'leaves the page': 'respondent_left',
  'disappears without a report': 'respondent_left',
  'is completed by the host': 'manual',
  'is timed out by the page': 'timeout',
  'stays past the time limit': 'timeout',
} as const satisfies Record<string, Reason>;
export type Behaviour = keyof typeof BEHAVIOURS;

/** What one respondent did, and the proxy's responses. */
export interface RespondentRun {
  behaviour: Behaviour;
  interviewId: string | null;
  expectedReason: Reason;
  /** When the proxy acknowledged the end, in epoch milliseconds; null if it did not. */
  acknowledgedAt: number | null;
  /** The reason in the proxy's response, if there was one. */
  reportedReason: Reason | null;
  /** When the last response came, in epoch milliseconds. */
  lastResponseAt: number;
  /** The longest time between two responses since the start, in milliseconds. */
  longestGap: number;
  /** Calls without a response, because no process was running or it died. */
  failedCalls: number;
}

const CONTENT = 'The price went up by a third in October, and only two of the nine of us ever opened the planner.';
/** More messages than any guide needs. */
const MAX_MESSAGES = 40;
/** Messages before a respondent ends the interview early. */
const MESSAGES_BEFORE_EARLY_END = 2;
/** Milliseconds between a failed call and the next attempt. */
const RETRY_DELAY = 250;
/** Milliseconds. */
const HEARTBEAT_INTERVAL = 1000;

/**
 * Plays one interview through a proxy that may be down at any moment, and repeats failed calls as
 * the widget does.
 *
 * @param nextPause returns the milliseconds before the next message
 */
export async function runRespondent(
  behaviour: Behaviour,
  origin: string,
  nextPause: () => number,
): Promise<RespondentRun> {
  const run: RespondentRun = {
    behaviour,
    interviewId: null,
    expectedReason: BEHAVIOURS[behaviour],
    acknowledgedAt: null,
    reportedReason: null,
    lastResponseAt: 0,
    longestGap: 0,
    failedCalls: 0,
  };
  let ticket: string | undefined;
  const page = crypto.randomUUID();
  let seq = 0;
  const nextReport = () => ({ page, seq: ++seq });

  /** Repeats a call until it gets a response other than 429 or 5xx. */
  async function post(route: string, body: object): Promise<{ status: number; text: string }> {
    for (;;) {
      try {
        const response = await fetch(`${origin}/koji/${route}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...(ticket ? { 'X-Koji-Ticket': ticket } : {}) },
          body: JSON.stringify(body),
        });
        const text = await response.text();
        if (response.status < 500 && response.status !== 429) {
          const now = Date.now();
          if (run.interviewId) run.longestGap = Math.max(run.longestGap, now - run.lastResponseAt);
          run.lastResponseAt = now;
          return { status: response.status, text };
        }
      } catch {
        run.failedCalls++;
      }
      await wait(RETRY_DELAY);
    }
  }

  /** Sends a message and returns the interview's status after the reply. */
  async function sendMessage(): Promise<'active' | 'concluded' | 'completed'> {
    const body = { content: CONTENT, client_message_id: crypto.randomUUID() };
    for (;;) {
      const { status, text } = await post('message', body);
      if (status === 409) return 'completed';
      if (status !== 200) throw new Error(`message: the proxy responded with ${status}: ${text}`);
      const events: ReplyEvent[] = [];
      createReplyReader(event => events.push(event)).feed(text);
      const lastEvent = events.at(-1);
      if (lastEvent?.type === 'done') return lastEvent.interview_status;
      await wait(RETRY_DELAY);
    }
  }

  /** Sends messages while the interview is active, up to a number; returns its status. */
  async function sendMessages(max: number) {
    for (let count = 0; count < max; count++) {
      await wait(nextPause());
      const status = await sendMessage();
      if (status !== 'active') return status;
    }
    return 'active';
  }

  async function complete(body: object) {
    const { status, text } = await post('complete', body);
    if (status !== 200 && status !== 202) throw new Error(`complete: the proxy responded with ${status}: ${text}`);
    run.acknowledgedAt = Date.now();
    const response = JSON.parse(text) as ProxyCompleteResponse;
    if (response.status === 'completed') run.reportedReason = response.reason;
  }

  async function sendHeartbeatsUntil(time: number) {
    while (Date.now() < time) {
      await post('heartbeat', { state: 'visible', ...nextReport() });
      await wait(HEARTBEAT_INTERVAL);
    }
  }

  const startResponse = await post('start', {});
  if (startResponse.status !== 201) {
    throw new Error(`start: the proxy responded with ${startResponse.status}: ${startResponse.text}`);
  }
  const started = JSON.parse(startResponse.text) as ProxyStartResponse;
  ticket = started.ticket;
  run.interviewId = started.interview.interview_id;
  await post('resume', nextReport());

  const endsNaturally = BEHAVIOURS[behaviour] === 'natural';
  const status = await sendMessages(endsNaturally ? MAX_MESSAGES : MESSAGES_BEFORE_EARLY_END);
  if (status === 'completed') return run;
  switch (behaviour) {
    case 'answers all questions':
      await complete({ reason: 'natural' });
      break;
    case 'leaves after the last reply':
      run.acknowledgedAt = Date.now();
      break;
    case 'presses End':
      await complete({ reason: 'respondent_left', final: true, ...nextReport() });
      break;
    case 'leaves the page':
      await complete({ reason: 'respondent_left', ...nextReport() });
      break;
    case 'is completed by the host':
      await complete({ reason: 'manual' });
      break;
    case 'is timed out by the page':
      await complete({ reason: 'timeout' });
      break;
    case 'stays past the time limit':
      await sendHeartbeatsUntil(Date.parse(started.interview.ends_at!));
      break;
    case 'disappears without a report':
      break;
  }
  return run;
}
