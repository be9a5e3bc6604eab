import launcherCss from './launcher.css?inline';
import { adopt } from './style-sheets.ts';

/** Gives a host element its shadow root, dressed as the script tag's loader dresses its own. */
export function launcherRoot(host: HTMLElement): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  adopt(root, 'launcher', launcherCss);
  return root;
}
