/** What the proxy asks your application before an interview starts. */
import type { ProxyOptions } from 'koji-embed/proxy';
import { findUser } from './session.ts';

export const hooks = {
  /** The signed-in respondent. It comes from your session, so the team may trust it; a visitor who is not signed in stays anonymous. */
  async respondent(request) {
    const user = await findUser(request);
    return user && { external_id: user.id, display_name: user.name, metadata: { plan: user.plan } };
  },

  /** A sentence refuses the start with 403 `forbidden`. */
  async allowStart(request) {
    const user = await findUser(request);
    return user?.isLeftAlone ? 'You have asked us not to ask.' : true;
  },
} satisfies Pick<ProxyOptions, 'respondent' | 'allowStart'>;
