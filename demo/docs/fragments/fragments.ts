import { renderFailureCodes } from './failure-codes.ts';
import { renderLeaseDiagram } from './lease-diagram.ts';
import { renderCommands, renderEnvironment } from './local-koji.ts';
import { renderProxyMethods, renderProxyOptions, renderStudyOptions, renderWaitOptions } from './proxy-options.ts';
import { renderProxyRoutes } from './proxy-routes.ts';
import { renderThemeParts, renderThemeProperties } from './theme.ts';
import { renderThemingEditor } from './theming-editor.ts';
import { renderEvents, renderHandle, renderOptions } from './widget.ts';

/** Markdown made from the code, by the name in a page's mark: `<!-- fragment options -->`. */
export const FRAGMENTS: Record<string, () => string> = {
  options: renderOptions,
  events: renderEvents,
  handle: renderHandle,
  'proxy-options': renderProxyOptions,
  'study-options': renderStudyOptions,
  'proxy-methods': renderProxyMethods,
  'proxy-routes': renderProxyRoutes,
  'wait-options': renderWaitOptions,
  'failure-codes': renderFailureCodes,
  commands: renderCommands,
  environment: renderEnvironment,
  'theme-properties': renderThemeProperties,
  'theme-parts': renderThemeParts,
  'theming-editor': renderThemingEditor,
  'lease-diagram': renderLeaseDiagram,
};
