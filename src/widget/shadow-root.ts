import launcherCss from './launcher.css?inline';
import { adoptStyleSheet } from './style-sheets.ts';

/**
 * Returns the shadow root of a host element, with the launcher's style sheet. Creates it if it has
 * none.
 */
export function getShadowRoot(host: HTMLElement): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  adoptStyleSheet(root, 'launcher', launcherCss);
  return root;
}
