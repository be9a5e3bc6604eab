import { buildDocs } from '../../demo/docs/build.ts';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';
import { createDatabaseTemplate } from './database-template.ts';

/**
 * Builds the widget, the documentation and a database once, before several products start in
 * parallel. Returns Playwright's global teardown.
 */
export default async function setUp(): Promise<() => void> {
  await buildWidgetIfStale();
  await buildDocs();
  return createDatabaseTemplate();
}
