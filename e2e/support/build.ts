import { buildWidget } from '../../demo/build.ts';

/** Builds the widget once, before several products at a time would. */
export default async function build(): Promise<void> {
  await buildWidget();
}
