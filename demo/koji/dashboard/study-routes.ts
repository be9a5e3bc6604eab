import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { ExportFormat, StudySource } from '../studies/source.ts';
import type { Period } from '../studies/study.ts';
import type { ForMembers } from './access.ts';
import { renderNotFound } from './not-found-page.ts';
import { renderStudyList } from './study-list-page.ts';
import { PERIOD_TEXTS } from './texts.ts';

const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

/** The pages of studies and what can be taken away from them. For members, behind the door of the other pages. */
export function createStudyRoutes({ nameStudies, listStudies, findStudy, exportStudy }: StudySource): Hono<ForMembers> {
  const app = new Hono<ForMembers>();

  app.get('/dashboard/studies', async c => c.html(renderStudyList(await listStudies(), c.var.member)));

  app.get('/dashboard/studies/:name', async c => {
    const period = readPeriod(c.req.query('days'));
    const study = await findStudy(c.req.param('name'), period);
    if (!study) return c.html(renderNotFound(c.var.member), 404);
    // What draws the charts is big, and comes when the first is drawn.
    const { renderStudyPage } = await import('./study-page.ts');
    return c.html(renderStudyPage(study, period, c.var.member));
  });

  app.get('/dashboard/studies/:name/:file{export\\.(?:csv|json)}', async c => {
    const name = c.req.param('name');
    const studies = await nameStudies();
    if (!studies.some(study => study.name === name)) return c.html(renderNotFound(c.var.member), 404);
    const format = c.req.param('file').endsWith('csv') ? 'csv' : 'json';
    c.header('Content-Type', EXPORT_TYPES[format]);
    // Names of studies are lower-case letters, digits and underscores.
    c.header('Content-Disposition', `attachment; filename="${name}.${format}"`);
    return stream(c, async out => {
      for await (const piece of exportStudy(name, format, readPeriod(c.req.query('days')))) {
        if (out.aborted) return;
        await out.write(piece);
      }
    });
  });

  return app;
}

/** A period that is none of those offered is all time. */
const readPeriod = (days: string | undefined): Period =>
  days !== undefined && days in PERIOD_TEXTS ? (Number(days) as Period) : null;
