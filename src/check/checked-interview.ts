import type { Completion } from '../interview/completion.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';
import { readCompleteResponse, readCompletion, readStarted, readView } from './assertions.ts';
import type { PageRequestOptions, ReceivedResponse } from './simulated-page.ts';
import type { CheckContext } from './suite.ts';

type RequestOptions = Omit<PageRequestOptions, 'ticket'>;

/** An interview that a check has started. Its requests carry its ticket. */
export interface CheckedInterview {
  ticket: string;
  view: InterviewView;
  request(route: string, body: unknown, options?: RequestOptions): Promise<ReceivedResponse>;
  /**
   * Completes it and returns the completion. A proxy may answer `completing` while Koji is slow or
   * while another request is running: then the request is repeated for a while.
   */
  complete(body: object, options?: RequestOptions): Promise<Completion>;
  resume(report?: object): Promise<InterviewView>;
  /**
   * Reports that the page was left. Returns when the interview will be completed, in milliseconds
   * since the epoch, or `null` if the proxy does not say.
   */
  leave(report: object): Promise<number | null>;
}

/** Starts an interview. @throws Violation if the response is not as documented */
export async function startInterview(context: CheckContext): Promise<CheckedInterview> {
  return checkedInterviewOf(context, await context.page.request('start', context.startBody));
}

/**
 * How often a completion that is still running is requested again, and after how many milliseconds.
 */
const MAX_ATTEMPTS = 60;
const RETRY_INTERVAL = 500;

/** The interview that a response to `start` describes. */
export function checkedInterviewOf({ page, wait }: CheckContext, startResponse: ReceivedResponse): CheckedInterview {
  const { ticket, interview } = readStarted(startResponse);
  page.tickets.add(ticket);
  const request: CheckedInterview['request'] = (route, body, options) =>
    page.request(route, body, { ticket, ...options });
  return {
    ticket,
    view: interview,
    request,
    async complete(body, options) {
      for (let attempt = 1; ; attempt++) {
        const response = await request('complete', body, options);
        if (attempt === MAX_ATTEMPTS || readCompleteResponse(response).status !== 'completing') {
          return readCompletion(response);
        }
        await wait(RETRY_INTERVAL);
      }
    },
    resume: async (report = {}) => readView(await request('resume', report)),
    async leave(report) {
      const response = await request('complete', { reason: 'respondent_left', ...report }, { isBeacon: true });
      const completed = readCompleteResponse(response);
      return completed.status === 'leaving' ? Date.parse(completed.completes_at) : null;
    },
  };
}

/** A simulated page load: makes reports with one random page id and the `seq` it is given. */
export function createPageReporter(): (seq: number) => { page: string; seq: number } {
  const page = crypto.randomUUID();
  return seq => ({ page, seq });
}
