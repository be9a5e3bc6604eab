import type { WidgetHandle } from '../../../src/widget/interview-handle.ts';
import type { start } from '../../../src/widget/script-tag.ts';

/** Mounts the widget as the script tag does, but without its loader. */
export type MountWidget = (options: { proxy: string; mode: string }) => {
  host: HTMLElement;
  handle: WidgetHandle;
};

declare global {
  interface Window {
    mountWidget: MountWidget;
  }
}

/** Its source becomes part of the script, so it uses nothing from this module. */
const createMountWidget =
  (startWidget: typeof start): MountWidget =>
  ({ proxy, mode }) => {
    const host = document.createElement('koji-interview-host');
    host.attachShadow({ mode: 'open' });
    document.body.append(host);
    const options = { proxy, mode, persist: 'none' };
    const handle = startWidget(host, options, proxy, { instances: { [proxy]: true } }, {}) as WidgetHandle;
    return { host, handle };
  };

/**
 * The source of a module that defines `window.mountWidget`.
 *
 * @param widgetFile the path of the widget's module, whose name has a hash
 */
export const createMountScript = (widgetFile: string) => `
import { start } from '/${widgetFile}';
window.mountWidget = (${createMountWidget})(start);
`;
