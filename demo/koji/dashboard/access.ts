import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type Member, SESSION_LIFETIME } from '../members/members.ts';
import { renderSignedOut, renderSpentAddress } from './access-pages.ts';

/** Who is let in, as far as the pages ask. */
export interface Door {
  /** Uses up a one-time token; gives a session, or null where the token is no good. */
  signIn(token: string): Promise<string | null>;
  /** Whose session it is, or null. */
  findMember(session: string): Promise<Member | null>;
  signOut(session: string): Promise<void>;
}

export interface ForMembers {
  Variables: { member: Member };
}

const COOKIE = 'koji_session';
const PATH = '/dashboard';

/** Signing in and out. What is here is open to everybody. */
export function createAccess(door: Door): Hono {
  const app = new Hono();

  app.get(`${PATH}/sign-in/:token`, async c => {
    // Who only looks ahead must not use the address up.
    if (c.req.raw.method === 'HEAD' || /prefetch|preview/.test(c.req.header('Sec-Purpose') ?? ''))
      return c.body(null, 204);
    const session = await door.signIn(c.req.param('token'));
    if (!session) return c.html(renderSpentAddress(), 410);
    setCookie(c, COOKIE, session, {
      path: PATH,
      httpOnly: true,
      // With `Strict` the address in a mail would lead to a page that doesn't know who came.
      sameSite: 'Lax',
      secure: new URL(c.req.url).protocol === 'https:',
      maxAge: SESSION_LIFETIME / 1000,
    });
    return c.redirect(PATH, 303);
  });

  app.post(`${PATH}/sign-out`, async c => {
    const session = getCookie(c, COOKIE);
    if (session) await door.signOut(session);
    deleteCookie(c, COOKIE, { path: PATH });
    return c.redirect(PATH, 303);
  });

  return app;
}

/** Lets members in, and nobody else. */
export const membersOnly =
  (door: Door): MiddlewareHandler<ForMembers> =>
  async (c, next) => {
    const session = getCookie(c, COOKIE);
    const member = session ? await door.findMember(session) : null;
    if (!member) return c.html(renderSignedOut(), 401);
    c.set('member', member);
    return next();
  };

export const isEditor = (c: Context<ForMembers>): boolean => c.var.member.role === 'editor';
