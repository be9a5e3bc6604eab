/** Hooks that the proxy calls before an interview starts. */
import type { ProxyOptions } from 'koji-embed/proxy';
import { findUser } from './session.ts';

export const hooks = {
  /**
   * Returns the signed-in user from your own session, so that the team can trust it. Other visitors
   * are anonymous.
   */
  async respondent(request) {
    const user = await findUser(request);
    return user && { external_id: user.id, display_name: user.name, metadata: { plan: user.plan } };
  },

  /** Returning a sentence refuses the start with 403 `forbidden` and that sentence. */
  async allowStart(request) {
    const user = await findUser(request);
    return user?.hasOptedOut ? 'You have opted out of interviews.' : true;
  },
} satisfies Pick<ProxyOptions, 'respondent' | 'allowStart'>;
