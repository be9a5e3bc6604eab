import { setTimeout as wait } from 'node:timers/promises';
import type { Reason } from '../../src/interview/completion.ts';
import { createReplyReader } from '../../src/wire/event-stream.ts';
import type { ReplyEvent } from '../../src/wire/messages.ts';
import type { ProxyCompleteResponse, ProxyStartResponse } from '../../src/wire/proxy-contract.ts';

/** What one respondent did, and what the proxy said to it. */
export interface RespondentRun {
  role: Behaviour;
  id: string | null;
  reason: Reason;
  /** When the proxy took note of the end, in epoch milliseconds; null where it was never told. */
  acknowledgedAt: number | null;
  /** The reason that the page was told, where it was told one. */
  toldReason: Reason | null;
  /** When the proxy last answered, and the longest it was not heard of since the start, in milliseconds. */
  heardAt: number;
  longestGap: number;
  /** Calls that got no answer, because there was no process or it died. */
  unanswered: number;
}

/** How a respondent ends, and the reason that this is. */
export const BEHAVIOURS = {
  'talks to the end': 'natural',
  'hears the goodbye and is gone': 'natural',
  'presses End': 'respondent_left',
  'leaves the page': 'respondent_left',
  'vanishes without a word': 'respondent_left',
  'is ended by the host': 'manual',
  'is timed by the page': 'timeout',
  'stays beyond the limit': 'timeout',
} as const satisfies Record<string, Reason>;
export type Behaviour = keyof typeof BEHAVIOURS;

const WORDS = 'The price went up by a third in October, and only two of the nine of us ever opened the planner.';
/** No guide takes this long. */
const MOST_MESSAGES = 40;
/** Between a failed call and the next try, in milliseconds. */
const RETRY = 250;

/** Plays one interview against a proxy that may be gone at any moment, as patiently as the widget does. */
export async function runRespondent(role: Behaviour, origin: string, pause: () => number): Promise<RespondentRun> {
  const visit: RespondentRun = {
    role,
    id: null,
    reason: BEHAVIOURS[role],
    acknowledgedAt: null,
    toldReason: null,
    heardAt: 0,
    longestGap: 0,
    unanswered: 0,
  };
  let ticket: string | undefined;
  const page = crypto.randomUUID();
  let seq = 0;

  /** Asks until there is an answer. */
  async function ask(route: string, body: object): Promise<{ status: number; text: string }> {
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
          if (visit.id) visit.longestGap = Math.max(visit.longestGap, now - visit.heardAt);
          visit.heardAt = now;
          return { status: response.status, text };
        }
      } catch {
        visit.unanswered++;
      }
      await wait(RETRY);
    }
  }

  /** Sends a message; says whether the conversation goes on. */
  async function say(): Promise<'active' | 'concluded' | 'over'> {
    const body = { content: WORDS, client_message_id: crypto.randomUUID() };
    for (;;) {
      const { status, text } = await ask('message', body);
      if (status === 409) return 'over';
      if (status !== 200) throw new Error(`A message was answered ${status}: ${text}`);
      const events: ReplyEvent[] = [];
      createReplyReader(event => events.push(event)).feed(text);
      const last = events.at(-1);
      if (last?.type === 'done') return last.interview_status;
      await wait(RETRY);
    }
  }

  async function talk(most: number) {
    for (let count = 0; count < most; count++) {
      await wait(pause());
      const status = await say();
      if (status !== 'active') return status;
    }
    return 'active';
  }

  async function complete(body: object) {
    const { status, text } = await ask('complete', body);
    if (status !== 200 && status !== 202) throw new Error(`A completion was answered ${status}: ${text}`);
    visit.acknowledgedAt = Date.now();
    const answer = JSON.parse(text) as ProxyCompleteResponse;
    if (answer.status === 'completed') visit.toldReason = answer.reason;
  }

  const started = await ask('start', {});
  if (started.status !== 201) throw new Error(`The start was answered ${started.status}: ${started.text}`);
  const { interview, ticket: given } = JSON.parse(started.text) as ProxyStartResponse;
  ticket = given;
  visit.id = interview.interview_id;
  await ask('resume', { page, seq: ++seq });

  const talksToTheEnd = BEHAVIOURS[role] === 'natural';
  const status = await talk(talksToTheEnd ? MOST_MESSAGES : 2);
  if (status === 'over') return visit;
  switch (role) {
    case 'talks to the end':
      await complete({ reason: 'natural' });
      break;
    case 'hears the goodbye and is gone':
      visit.acknowledgedAt = Date.now();
      break;
    case 'presses End':
      await complete({ reason: 'respondent_left', final: true, page, seq: ++seq });
      break;
    case 'leaves the page':
      await complete({ reason: 'respondent_left', page, seq: ++seq });
      break;
    case 'is ended by the host':
      await complete({ reason: 'manual' });
      break;
    case 'is timed by the page':
      await complete({ reason: 'timeout' });
      break;
    case 'stays beyond the limit': {
      const limit = Date.parse(interview.ends_at!);
      while (Date.now() < limit) {
        await ask('heartbeat', { state: 'visible', page, seq: ++seq });
        await wait(1000);
      }
      break;
    }
    case 'vanishes without a word':
      break;
  }
  return visit;
}
