import type { Completion } from '../interview/completion.ts';
import type { InterviewView } from '../wire/shapes.ts';
import { readCompleted, readCompletion, readStarted, readView } from './assertions.ts';
import type { CallOptions, ProxyResponse } from './http-client.ts';
import type { CheckContext } from './suite.ts';

/** An interview that a check has started. */
export interface StartedInterview {
  ticket: string;
  view: InterviewView;
  call(route: string, body: unknown, options?: Omit<CallOptions, 'ticket'>): Promise<ProxyResponse>;
  /**
   * Ends it, and gives the completion. A proxy may say `completing` where Koji is slow, or where another call is under way: then it is
   * asked again for a while.
   */
  complete(body: object, options?: Omit<CallOptions, 'ticket'>): Promise<Completion>;
  resume(report?: object): Promise<InterviewView>;
  /** Says that the page has left; gives when the interview is completed, in milliseconds since the epoch, `null` where it doesn't say. */
  leave(report: object): Promise<number | null>;
}

/** Starts an interview. Throws a `Fault` where that doesn't work. */
export async function startInterview(stage: CheckContext): Promise<StartedInterview> {
  return runningFrom(stage, await stage.page.call('start', stage.startBody));
}

/** How often a completion that is under way is asked for again, and after how long, in milliseconds. */
const ASKED = 60;
const PAUSE = 500;

export function runningFrom({ page, wait }: CheckContext, heard: ProxyResponse): StartedInterview {
  const { ticket, interview } = readStarted(heard);
  page.tickets.add(ticket);
  const call: StartedInterview['call'] = (route, body, options) => page.call(route, body, { ticket, ...options });
  return {
    ticket,
    view: interview,
    call,
    async complete(body, options) {
      for (let asked = 1; ; asked++) {
        const heard = await call('complete', body, options);
        if (asked === ASKED || readCompleted(heard).status !== 'completing') return readCompletion(heard);
        await wait(PAUSE);
      }
    },
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
