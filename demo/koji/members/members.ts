import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, lte } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { MemberRole } from '../database/enums.ts';
import { memberSessions, memberSignIns, members } from '../database/schema.ts';
import { hashSecret } from '../keys/secrets.ts';

/** A member of the team, who may sign in to the dashboard and sees all projects. */
export interface Member {
  email: string;
  role: MemberRole;
}

/** How long a sign-in link is valid, in milliseconds. */
const SIGN_IN_LIFETIME = 60 * 60_000;
/** How long a session is valid, in milliseconds. */
export const SESSION_LIFETIME = 30 * 24 * 60 * 60_000;

/** 32 random bytes as 43 characters of base64url. */
const createToken = () => randomBytes(32).toString('base64url');
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const normalizeEmail = (email: string) => email.trim().toLowerCase();

interface Context {
  db: Db;
  clock: Clock;
}

/**
 * Adds a member, or changes the role of an existing one.
 * Returns the token of a sign-in link, which is valid once and for an hour.
 */
export async function addMember({ db, clock }: Context, { email, role }: Member): Promise<string> {
  const token = createToken();
  await db.transaction(async tx => {
    const now = clock.now();
    const [member] = await tx
      .insert(members)
      .values({ email: normalizeEmail(email), role, createdAt: now })
      .onConflictDoUpdate({ target: members.email, set: { role } })
      .returning({ id: members.id });
    await tx.delete(memberSignIns).where(lte(memberSignIns.expiresAt, now));
    const expiresAt = new Date(now.getTime() + SIGN_IN_LIFETIME);
    await tx.insert(memberSignIns).values({ hash: hashSecret(token), memberId: member!.id, expiresAt });
  });
  return token;
}

/** All members, by address. */
export const listMembers = (db: Db): Promise<Member[]> =>
  db.select({ email: members.email, role: members.role }).from(members).orderBy(asc(members.email));

/**
 * Removes a member with all sessions and unused sign-in links. `false` if there is no such member.
 */
export async function removeMember(db: Db, email: string): Promise<boolean> {
  const removed = await db
    .delete(members)
    .where(eq(members.email, normalizeEmail(email)))
    .returning({ id: members.id });
  return removed.length > 0;
}

/**
 * Exchanges the token of a sign-in link for a session token, once, also when calls race. Null if it
 * is used, expired or unknown.
 */
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

/** Returns the member that a session token belongs to; null if the session has expired or ended. */
export async function findMember({ db, clock }: Context, session: string): Promise<Member | null> {
  if (!TOKEN.test(session)) return null;
  const [member] = await db
    .select({ email: members.email, role: members.role })
    .from(memberSessions)
    .innerJoin(members, eq(members.id, memberSessions.memberId))
    .where(and(eq(memberSessions.hash, hashSecret(session)), gt(memberSessions.expiresAt, clock.now())));
  return member ?? null;
}

/** Ends a session. */
export async function signOut(db: Db, session: string): Promise<void> {
  await db.delete(memberSessions).where(eq(memberSessions.hash, hashSecret(session)));
}
