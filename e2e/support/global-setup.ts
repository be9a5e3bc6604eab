import { buildDocs } from '../../demo/docs/build.ts';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';
import { createDatabaseTemplate } from './database-template.ts';
import { forgetOldChecks } from './passed-checks.ts';

/**
 * Builds the widget, the documentation and a database once, before several products start in
 * parallel. Returns Playwright's global teardown.
 */
export default async function setUp(): Promise<() => void> {
  forgetOldChecks();
  await buildWidgetIfStale();
  await buildDocs();
  return createDatabaseTemplate();
}
