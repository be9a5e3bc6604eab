import { buildDocs } from '../../demo/docs/build.ts';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';

/** Builds widget and documentation once, before several products at a time would. */
export default async function build(): Promise<void> {
  await buildWidgetIfStale();
  await buildDocs();
}
