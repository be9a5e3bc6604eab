import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import type { InterviewFilter } from '../interviews/filter.ts';
import type { InterviewList } from '../interviews/list.ts';
import type { StudySource } from '../studies/source.ts';
import type { DeliveryList } from '../webhooks/deliveries.ts';
import { createAccess, type Door, type ForMembers, isEditor, membersOnly } from './access.ts';
import { renderNotAllowed } from './access-pages.ts';
import { renderDeliveries } from './deliveries-page.ts';
import { type DeliveryFilter, readDeliveryFilter } from './delivery-filter.ts';
import { readFilter } from './filter.ts';
import { renderInterviewList } from './interview-list-page.ts';
import { renderInterviewPage, type ShownInterview } from './interview-page.ts';
import { renderNotFound } from './not-found-page.ts';
import { createStudyRoutes } from './study-routes.ts';

/** What the dashboard shows and does, and for whom. */
export interface DashboardSource extends StudySource {
  door: Door;
  /** `id` is a UUID. Null where there is no such interview. */
  findInterview(id: string): Promise<ShownInterview | null>;
  /** At most `limit`, newest first; `before` is a `nextCursor` of an earlier answer, and one that isn't counts as null. */
  listInterviews(part: { limit: number; before: string | null; filter: InterviewFilter }): Promise<InterviewList>;
  /** Completes an interview as `manual`. `false` where it had ended already, null where there is no such interview. */
  completeInterview(id: string): Promise<boolean | null>;
  /** As for interviews. */
  listDeliveries(part: { limit: number; before: string | null } & DeliveryFilter): Promise<DeliveryList>;
  /** `false` where there is no such delivery. */
  resendDelivery(id: string): Promise<boolean>;
}

/** How many interviews a page of the list holds. */
export const PAGE_SIZE = 50;

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

const FILES = {
  'dashboard.css': 'text/css; charset=utf-8',
  'watch.js': 'text/javascript; charset=utf-8',
};

/** The team's pages under `/dashboard`, for signed-in members: viewers read, editors also act. */
export function createDashboard(source: DashboardSource): Hono<ForMembers> {
  const { door, findInterview, listInterviews, nameStudies, completeInterview, listDeliveries, resendDelivery } =
    source;
  const app = new Hono<ForMembers>();

  app.use(
    '/dashboard/*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
    async (c, next) => {
      await next();
      c.header('Cache-Control', 'private, no-store');
    },
    // Beside `SameSite`: what a form of another site sends is refused.
    csrf(),
  );

  for (const [name, type] of Object.entries(FILES)) {
    const body = readFileSync(new URL(name, import.meta.url), 'utf8');
    app.get(`/dashboard/${name}`, c => c.body(body, 200, { 'Content-Type': type }));
  }

  app.route('/', createAccess(door));
  app.use('/dashboard/*', membersOnly(door));

  app.get('/dashboard', async c => {
    const before = c.req.query('before') || null;
    const filter = readFilter(c.req.query());
    const [list, studies] = await Promise.all([listInterviews({ limit: PAGE_SIZE, before, filter }), nameStudies()]);
    return c.html(renderInterviewList(list, { filter, studies, isNewest: before === null }, c.var.member));
  });

  app.route('/', createStudyRoutes(source));

  app.get(`/dashboard/interviews/:id{${UUID}}`, async c => {
    const interview = await findInterview(c.req.param('id'));
    if (!interview) return c.html(renderNotFound(c.var.member), 404);
    return c.html(renderInterviewPage(interview, c.var.member, { isLate: c.req.query('late') !== undefined }));
  });

  app.post(`/dashboard/interviews/:id{${UUID}}/complete`, async c => {
    if (!isEditor(c)) return c.html(renderNotAllowed(c.var.member), 403);
    const id = c.req.param('id');
    const isDone = await completeInterview(id);
    if (isDone === null) return c.html(renderNotFound(c.var.member), 404);
    return c.redirect(`/dashboard/interviews/${id}${isDone ? '' : '?late'}`, 303);
  });

  app.get('/dashboard/deliveries', async c => {
    const filter = readDeliveryFilter(c.req.query());
    const list = await listDeliveries({ limit: PAGE_SIZE, before: c.req.query('before') || null, ...filter });
    return c.html(renderDeliveries(list, filter, c.var.member));
  });

  app.post(`/dashboard/deliveries/:id{${UUID}}/resend`, async c => {
    if (!isEditor(c)) return c.html(renderNotAllowed(c.var.member), 403);
    if (!(await resendDelivery(c.req.param('id')))) return c.html(renderNotFound(c.var.member), 404);
    return c.redirect('/dashboard/deliveries', 303);
  });

  app.get('/dashboard/*', c => c.html(renderNotFound(c.var.member), 404));

  return app;
}
