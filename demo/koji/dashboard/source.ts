import type { InterviewDetails } from '../interviews/details.ts';
import type { InterviewFilter } from '../interviews/filter.ts';
import type { InterviewList } from '../interviews/list.ts';
import type { Member } from '../members/members.ts';
import type { StudySource } from '../studies/study-source.ts';
import type { DeliveryList, DeliveryQuery } from '../webhooks/deliveries.ts';

/** Everything the dashboard reads and does. The server passes it in, so tests can replace it. */
export interface DashboardSource extends StudySource {
  auth: MemberAuth;
  /** `id` is a UUID. Null if there is no such interview. */
  findInterview(id: string): Promise<InterviewDetails | null>;
  /** At most `limit` interviews, newest first. An invalid cursor counts as null. */
  listInterviews(query: { limit: number; before: string | null; filter: InterviewFilter }): Promise<InterviewList>;
  /** Completes an interview as `manual`. `false` if it was already completed, null if there is none. */
  completeInterview(id: string): Promise<boolean | null>;
  /** At most `limit` deliveries, newest first. An invalid cursor counts as null. */
  listDeliveries(query: { limit: number; before: string | null } & DeliveryFilter): Promise<DeliveryList>;
  /** `false` if there is no such delivery. */
  resendDelivery(id: string): Promise<boolean>;
}

/** Sign-in with one-time links, and the sessions that follow. */
export interface MemberAuth {
  /** Uses up a one-time token. Returns a session, or null if the token is used, expired or unknown. */
  signIn(token: string): Promise<string | null>;
  /** The member a session belongs to, or null. */
  findMember(session: string): Promise<Member | null>;
  signOut(session: string): Promise<void>;
}

/** Which webhook deliveries to list. An absent field filters nothing. */
export type DeliveryFilter = Pick<DeliveryQuery, 'state' | 'event'>;
