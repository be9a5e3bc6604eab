import type { Completion } from '../interview/completion.ts';
import { finishesWithin } from './clock.ts';
import type { KojiClient } from './koji-client.ts';
import type { NewLease } from './lease.ts';
import type { ResolvedProxyOptions } from './options.ts';

export interface CompletionFinderOptions
  extends Pick<ResolvedProxyOptions<unknown>, 'findStudy' | 'clock' | 'closeTimeout'> {
  koji: KojiClient;
}

/**
 * Creates the function that asks Koji whether an interview is completed. It never rejects, and
 * resolves to null if Koji doesn't respond in time or may not be asked.
 */
export function createCompletionFinder({ koji, findStudy, clock, closeTimeout }: CompletionFinderOptions) {
  return async ({ id, study }: NewLease): Promise<Completion | null> => {
    const apiKey = findStudy(study)?.apiKey;
    if (!apiKey) return null;
    const controller = new AbortController();
    const reading = koji.readInterview({ apiKey, interviewId: id }, controller.signal).catch(() => null);
    const isRead = await finishesWithin(reading, closeTimeout, clock);
    controller.abort();
    const interview = isRead ? await reading : null;
    if (interview?.status !== 'completed' || !interview.completed_at) return null;
    return { reason: interview.reason ?? 'manual', completed_at: interview.completed_at, stats: interview.stats };
  };
}
