import { ApiError } from './api-error.ts';
import { type Clock, systemClock } from './clock.ts';
import type { DashboardSource } from './dashboard/source.ts';
import type { Database } from './database/database.ts';
import { readInterviewDetails } from './interviews/details.ts';
import { listInterviews } from './interviews/list.ts';
import type { Koji } from './koji.ts';
import { findMember, signIn, signOut } from './members/members.ts';
import { createStudySource } from './studies/study-source.ts';

/**
 * Connects the dashboard with a Koji: what the dashboard reads comes from the database, what it
 * does goes to Koji.
 */
export function createDashboardSource(
  koji: Pick<Koji, 'interviews' | 'webhooks'>,
  { db }: Pick<Database, 'db'>,
  clock: Clock = systemClock,
): DashboardSource {
  const context = { db, clock };
  return {
    auth: {
      signIn: token => signIn(context, token),
      findMember: session => findMember(context, session),
      signOut: session => signOut(db, session),
    },
    findInterview: id => readInterviewDetails(context, id),
    listInterviews: part => listInterviews(context, part),
    async completeInterview(id) {
      try {
        await koji.interviews.complete(id, 'manual');
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'already_completed') return false;
        if (error instanceof ApiError && error.code === 'not_found') return null;
        throw error;
      }
    },
    listDeliveries: koji.webhooks.listDeliveries,
    resendDelivery: koji.webhooks.resendDelivery,
    ...createStudySource(context),
  };
}
