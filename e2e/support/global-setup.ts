import { buildDocs } from '../../demo/docs/build.ts';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';

/** Builds the widget and the documentation once, before several products start in parallel. */
export default async function build(): Promise<void> {
  await buildWidgetIfStale();
  await buildDocs();
}
