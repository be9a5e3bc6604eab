import { proxyRoutes } from './contract.ts';
import { failures } from './failures.ts';
import { leaseDiagram } from './lease-diagram.ts';
import { commands, environment } from './local-koji.ts';
import { proxyMethods, proxyOptions, studyOptions, waitOptions } from './server.ts';
import { themeParts, themeProperties } from './theme.ts';
import { themingEditor } from './theming-editor.ts';
import { events, handle, options } from './widget.ts';

/** What pages show of the code by a mark such as `<!-- show options -->`, as Markdown. */
export const FRAGMENTS: Record<string, () => string> = {
  options,
  events,
  handle,
  'proxy-options': proxyOptions,
  'study-options': studyOptions,
  'proxy-methods': proxyMethods,
  'proxy-routes': proxyRoutes,
  'wait-options': waitOptions,
  failures,
  commands,
  environment,
  'theme-properties': themeProperties,
  'theme-parts': themeParts,
  'theming-editor': themingEditor,
  'lease-diagram': leaseDiagram,
};
