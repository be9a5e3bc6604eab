import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, lte } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { MemberRole } from '../database/enums.ts';
import { memberSessions, memberSignIns, members } from '../database/schema.ts';
import { hashSecret } from '../keys/secrets.ts';

/** Somebody of the team. Members see all projects of this Koji. */
export interface Member {
  email: string;
  role: MemberRole;
}

/** How long an address to sign in with is good for, in milliseconds. */
const SIGN_IN_LIFETIME = 60 * 60_000;
/** How long a session lasts, in milliseconds. */
export const SESSION_LIFETIME = 30 * 24 * 60 * 60_000;

/** 32 random bytes; 43 characters of base64url. */
const createToken = () => randomBytes(32).toString('base64url');
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const normalise = (email: string) => email.trim().toLowerCase();

interface Context {
  db: Db;
  clock: Clock;
}

/**
 * Lets somebody into the team, or changes the role of who is in it already.
 * Gives the token of an address that signs them in once, within an hour.
 */
export async function addMember({ db, clock }: Context, { email, role }: Member): Promise<string> {
  const token = createToken();
  await db.transaction(async tx => {
    const now = clock.now();
    const [member] = await tx
      .insert(members)
      .values({ email: normalise(email), role, createdAt: now })
      .onConflictDoUpdate({ target: members.email, set: { role } })
      .returning({ id: members.id });
    await tx.delete(memberSignIns).where(lte(memberSignIns.expiresAt, now));
    const expiresAt = new Date(now.getTime() + SIGN_IN_LIFETIME);
    await tx.insert(memberSignIns).values({ hash: hashSecret(token), memberId: member!.id, expiresAt });
  });
  return token;
}

export const listMembers = (db: Db): Promise<Member[]> =>
  db.select({ email: members.email, role: members.role }).from(members).orderBy(asc(members.email));

/** Takes somebody out of the team, and with them their sessions and unused addresses. `false` where they aren't in it. */
export async function removeMember(db: Db, email: string): Promise<boolean> {
  const removed = await db
    .delete(members)
    .where(eq(members.email, normalise(email)))
    .returning({ id: members.id });
  return removed.length > 0;
}

/** Uses up the token of an address, also when calls race: gives the token of a session, null where it is no good (any more). */
export async function signIn({ db, clock }: Context, token: string): Promise<string | null> {
  if (!TOKEN.test(token)) return null;
  return db.transaction(async tx => {
    const now = clock.now();
    const [used] = await tx
      .delete(memberSignIns)
      .where(eq(memberSignIns.hash, hashSecret(token)))
      .returning({ memberId: memberSignIns.memberId, expiresAt: memberSignIns.expiresAt });
    if (!used || used.expiresAt <= now) return null;
    await tx.delete(memberSessions).where(lte(memberSessions.expiresAt, now));
    const session = createToken();
    const expiresAt = new Date(now.getTime() + SESSION_LIFETIME);
    await tx.insert(memberSessions).values({ hash: hashSecret(session), memberId: used.memberId, expiresAt });
    return session;
  });
}

/** Whose session it is; null where it is none (any more). */
export async function findMember({ db, clock }: Context, session: string): Promise<Member | null> {
  if (!TOKEN.test(session)) return null;
  const [member] = await db
    .select({ email: members.email, role: members.role })
    .from(memberSessions)
    .innerJoin(members, eq(members.id, memberSessions.memberId))
    .where(and(eq(memberSessions.hash, hashSecret(session)), gt(memberSessions.expiresAt, clock.now())));
  return member ?? null;
}

export async function signOut(db: Db, session: string): Promise<void> {
  await db.delete(memberSessions).where(eq(memberSessions.hash, hashSecret(session)));
}
