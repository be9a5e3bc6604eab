import launcherCss from './launcher.css?inline';
import { adoptStyleSheet } from './style-sheets.ts';

/** Gives a host element its shadow root, dressed as the script tag's loader dresses its own. */
export function launcherRoot(host: HTMLElement): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  adoptStyleSheet(root, 'launcher', launcherCss);
  return root;
}
