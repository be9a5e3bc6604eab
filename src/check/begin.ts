import type { InterviewView } from '../wire/shapes.ts';
import type { Stage } from './act.ts';
import type { Caller, CallOptions, Heard } from './caller.ts';
import { readCompleted, readStarted, readView } from './expect.ts';

/** An interview that a check has started. */
export interface Running {
  ticket: string;
  view: InterviewView;
  call(route: string, body: unknown, options?: Omit<CallOptions, 'ticket'>): Promise<Heard>;
  resume(report?: object): Promise<InterviewView>;
  /** Says that the page has left; gives when the interview is completed, in milliseconds since the epoch, `null` where it doesn't say. */
  leave(report: object): Promise<number | null>;
}

/** Starts an interview. Throws a `Fault` where that doesn't work. */
export async function begin({ page, startBody }: Stage): Promise<Running> {
  return runningFrom(page, await page.call('start', startBody));
}

export function runningFrom(page: Caller, heard: Heard): Running {
  const { ticket, interview } = readStarted(heard);
  page.tickets.add(ticket);
  const call: Running['call'] = (route, body, options) => page.call(route, body, { ticket, ...options });
  return {
    ticket,
    view: interview,
    call,
    resume: async (report = {}) => readView(await call('resume', report)),
    async leave(report) {
      const heard = await call('complete', { reason: 'respondent_left', ...report }, { isBeacon: true });
      const answer = readCompleted(heard);
      return answer.status === 'leaving' ? Date.parse(answer.completes_at) : null;
    },
  };
}

/** A page load: an id of its own, and a counter in it. */
export function pageLoad(): (seq: number) => { page: string; seq: number } {
  const page = crypto.randomUUID();
  return seq => ({ page, seq });
}
