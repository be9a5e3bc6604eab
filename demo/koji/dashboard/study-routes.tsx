/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { ExportFormat, StudySource } from '../studies/study-source.ts';
import { NotFoundPage } from './pages/message-pages.tsx';
import { StudyListPage } from './pages/StudyListPage.tsx';
import { STUDIES_PATH } from './paths.ts';
import { readPeriod } from './query-params.ts';
import type { MemberEnv } from './sign-in.tsx';

/** The name of a guide. */
const NAME = '[a-z][a-z0-9_]*';

const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

/** The pages of studies and their exports. Use them behind `requireMember`. */
export function createStudyRoutes({
  listStudyChoices,
  listStudies,
  findStudy,
  exportStudy,
}: StudySource): Hono<MemberEnv> {
  const app = new Hono<MemberEnv>();

  app.get(STUDIES_PATH, async c => c.html(<StudyListPage studies={await listStudies()} viewer={c.var.member} />));

  app.get(`${STUDIES_PATH}/:name{${NAME}}`, async c => {
    const period = readPeriod(c.req.query('days'));
    const study = await findStudy(c.req.param('name'), period);
    if (!study) return c.html(<NotFoundPage viewer={c.var.member} />, 404);
    // The chart library is large, so it is loaded only for the first chart.
    const { StudyPage } = await import('./pages/StudyPage.tsx');
    return c.html(<StudyPage study={study} period={period} viewer={c.var.member} />);
  });

  app.get(`${STUDIES_PATH}/:name{${NAME}}/:file{export\\.(?:csv|json)}`, async c => {
    const name = c.req.param('name');
    const studies = await listStudyChoices();
    if (!studies.some(study => study.name === name)) return c.html(<NotFoundPage viewer={c.var.member} />, 404);
    const format = c.req.param('file').endsWith('csv') ? 'csv' : 'json';
    c.header('Content-Type', EXPORT_TYPES[format]);
    // Safe in the quotes: the name of a study has only lower-case letters, digits and underscores.
    c.header('Content-Disposition', `attachment; filename="${name}.${format}"`);
    return stream(c, async out => {
      for await (const chunk of exportStudy(name, format, readPeriod(c.req.query('days')))) {
        if (out.aborted) return;
        await out.write(chunk);
      }
    });
  });

  return app;
}
