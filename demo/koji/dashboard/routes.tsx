/** @jsxImportSource hono/jsx */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { DeliveryListPage } from './pages/DeliveryListPage.tsx';
import { InterviewListPage } from './pages/InterviewListPage.tsx';
import { InterviewPage } from './pages/InterviewPage.tsx';
import { EditorsOnlyPage, NotFoundPage } from './pages/message-pages.tsx';
import { DASHBOARD_PATH, DELIVERIES_PATH, interviewPath } from './paths.ts';
import { readDeliveryFilter, readInterviewFilter } from './query-params.ts';
import { createSignInRoutes, isEditor, type MemberEnv, requireMember } from './sign-in.tsx';
import type { DashboardSource } from './source.ts';
import { createStudyRoutes } from './study-routes.tsx';

/** Interviews or deliveries on one page of a list. */
export const PAGE_SIZE = 50;

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** The dashboard's style sheet and script, from the project's root. */
const FILES_DIR = 'demo/koji/dashboard/files';

/** The dashboard under `/dashboard`, for signed-in members: viewers read, editors also act. */
export function createDashboard(source: DashboardSource): Hono<MemberEnv> {
  const { auth, findInterview, listInterviews, listStudyChoices, completeInterview, listDeliveries, resendDelivery } =
    source;
  const app = new Hono<MemberEnv>();

  app.use(
    `${DASHBOARD_PATH}/*`,
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
    // The cookie's `SameSite=Lax` is one protection against forms on other sites, this is a second.
    csrf(),
  );

  app.get(
    `${DASHBOARD_PATH}/:file{dashboard\\.css|live-update\\.js}`,
    serveStatic({ root: FILES_DIR, rewriteRequestPath: path => path.slice(DASHBOARD_PATH.length) }),
  );

  app.route('/', createSignInRoutes(auth));
  app.use(`${DASHBOARD_PATH}/*`, requireMember(auth));

  app.get(DASHBOARD_PATH, async c => {
    const before = c.req.query('before') || null;
    const filter = readInterviewFilter(c.req.query());
    const [list, studies] = await Promise.all([
      listInterviews({ limit: PAGE_SIZE, before, filter }),
      listStudyChoices(),
    ]);
    return c.html(
      <InterviewListPage
        list={list}
        filter={filter}
        studies={studies}
        isNewest={before === null}
        viewer={c.var.member}
      />,
    );
  });

  app.route('/', createStudyRoutes(source));

  app.get(`${DASHBOARD_PATH}/interviews/:id{${UUID}}`, async c => {
    const interview = await findInterview(c.req.param('id'));
    if (!interview) return c.html(<NotFoundPage viewer={c.var.member} />, 404);
    const wasAlreadyCompleted = c.req.query('late') !== undefined;
    return c.html(
      <InterviewPage interview={interview} viewer={c.var.member} wasAlreadyCompleted={wasAlreadyCompleted} />,
    );
  });

  app.post(`${DASHBOARD_PATH}/interviews/:id{${UUID}}/complete`, async c => {
    if (!isEditor(c)) return c.html(<EditorsOnlyPage viewer={c.var.member} />, 403);
    const id = c.req.param('id');
    const isDone = await completeInterview(id);
    if (isDone === null) return c.html(<NotFoundPage viewer={c.var.member} />, 404);
    return c.redirect(`${interviewPath(id)}${isDone ? '' : '?late'}`, 303);
  });

  app.get(DELIVERIES_PATH, async c => {
    const filter = readDeliveryFilter(c.req.query());
    const list = await listDeliveries({ limit: PAGE_SIZE, before: c.req.query('before') || null, ...filter });
    return c.html(<DeliveryListPage list={list} filter={filter} viewer={c.var.member} />);
  });

  app.post(`${DELIVERIES_PATH}/:id{${UUID}}/resend`, async c => {
    if (!isEditor(c)) return c.html(<EditorsOnlyPage viewer={c.var.member} />, 403);
    if (!(await resendDelivery(c.req.param('id')))) return c.html(<NotFoundPage viewer={c.var.member} />, 404);
    return c.redirect(DELIVERIES_PATH, 303);
  });

  app.get(`${DASHBOARD_PATH}/*`, c => c.html(<NotFoundPage viewer={c.var.member} />, 404));

  return app;
}
