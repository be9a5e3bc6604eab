import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { type InterviewList, renderInterviewList } from './interview-list-page.ts';
import { renderInterviewPage, type ShownInterview } from './interview-page.ts';
import { renderNotFound } from './not-found-page.ts';

/** Where the dashboard's interviews come from. */
export interface DashboardSource {
  /** `id` is a UUID. Null where there is no such interview. */
  findInterview(id: string): Promise<ShownInterview | null>;
  /** At most `limit`, newest first; `before` is a `nextCursor` of an earlier answer, and one that isn't counts as null. */
  listInterviews(part: { limit: number; before: string | null }): Promise<InterviewList>;
}

/** How many interviews a page of the list holds. */
export const PAGE_SIZE = 50;

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

const FILES = {
  'dashboard.css': 'text/css; charset=utf-8',
  'watch.js': 'text/javascript; charset=utf-8',
};

/**
 * The team's pages under `/dashboard`. Who may see them isn't decided here: whoever mounts this puts that in front.
 */
export function createDashboard({ findInterview, listInterviews }: DashboardSource): Hono {
  const app = new Hono();

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
  );

  for (const [name, type] of Object.entries(FILES)) {
    const body = readFileSync(new URL(name, import.meta.url), 'utf8');
    app.get(`/dashboard/${name}`, c => c.body(body, 200, { 'Content-Type': type }));
  }

  app.get('/dashboard', async c => {
    const list = await listInterviews({ limit: PAGE_SIZE, before: c.req.query('before') || null });
    return c.html(renderInterviewList(list));
  });

  app.get(`/dashboard/interviews/:id{${UUID}}`, async c => {
    const interview = await findInterview(c.req.param('id'));
    return interview ? c.html(renderInterviewPage(interview)) : c.html(renderNotFound(), 404);
  });

  app.get('/dashboard/*', c => c.html(renderNotFound(), 404));

  return app;
}
