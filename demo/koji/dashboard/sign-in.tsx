/** @jsxImportSource hono/jsx */
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type Member, SESSION_LIFETIME } from '../members/members.ts';
import { InvalidLinkPage, SignedOutPage } from './pages/message-pages.tsx';
import { DASHBOARD_PATH } from './paths.ts';
import type { MemberAuth } from './source.ts';

/** Hono's environment behind `requireMember`. */
export interface MemberEnv {
  Variables: { member: Member };
}

const COOKIE = 'koji_session';

/** Routes to sign in and out. They are open to everybody. */
export function createSignInRoutes(auth: MemberAuth): Hono {
  const app = new Hono();

  app.get(`${DASHBOARD_PATH}/sign-in/:token`, async c => {
    // A link preview or a prefetch must not use up the one-time token.
    if (c.req.raw.method === 'HEAD' || /prefetch|preview/.test(c.req.header('Sec-Purpose') ?? '')) {
      return c.body(null, 204);
    }
    const session = await auth.signIn(c.req.param('token'));
    if (!session) return c.html(<InvalidLinkPage />, 410);
    setCookie(c, COOKIE, session, {
      path: DASHBOARD_PATH,
      httpOnly: true,
      // `Strict` would withhold the cookie from pages opened by a link in a mail.
      sameSite: 'Lax',
      secure: new URL(c.req.url).protocol === 'https:',
      maxAge: SESSION_LIFETIME / 1000,
    });
    return c.redirect(DASHBOARD_PATH, 303);
  });

  app.post(`${DASHBOARD_PATH}/sign-out`, async c => {
    const session = getCookie(c, COOKIE);
    if (session) await auth.signOut(session);
    deleteCookie(c, COOKIE, { path: DASHBOARD_PATH });
    return c.redirect(DASHBOARD_PATH, 303);
  });

  return app;
}

/** Responds 401 with the sign-in instructions unless the session cookie belongs to a member. */
export const requireMember =
  (auth: MemberAuth): MiddlewareHandler<MemberEnv> =>
  async (c, next) => {
    const session = getCookie(c, COOKIE);
    const member = session ? await auth.findMember(session) : null;
    if (!member) return c.html(<SignedOutPage />, 401);
    c.set('member', member);
    return next();
  };

/** Whether the signed-in member may change things. */
export const isEditor = (c: Context<MemberEnv>): boolean => c.var.member.role === 'editor';
