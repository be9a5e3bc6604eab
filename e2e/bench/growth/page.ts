import type { start as Start } from '../../../src/widget/script-tag.ts';

/** What the page is given by `/growth/page.js`: the widget as the script tag has it, without its loader. */
export interface Grown {
  mount(options: { proxy: string; mode: string }): {
    host: HTMLElement;
    handle: NonNullable<ReturnType<typeof Start>>;
  };
}

declare global {
  interface Window {
    grown: Grown;
  }
}

/** Runs in the page, and knows nothing of this file there. */
const grownWith = (start: typeof Start): Grown => ({
  mount({ proxy, mode }) {
    const host = document.createElement('koji-interview-host');
    host.attachShadow({ mode: 'open' });
    document.body.append(host);
    const script = document.createElement('script');
    Object.assign(script.dataset, { proxy, mode, persist: 'none' });
    return { host, handle: start(host, script, proxy, { instances: { [proxy]: true } })! };
  },
});

/** Made from the name of the widget's module, which carries a hash. */
export const pageScript = (widget: string) => `
import { start } from '/${widget}';
window.grown = (${grownWith})(start);
`;
