/**
 * What the browser tells of the visitor's network (Network Information API, in Chromium only:
 * https://wicg.github.io/netinfo/).
 */
export interface Connection {
  /** The visitor has asked for less data. */
  saveData?: boolean;
  /** "slow-2g", "2g", "3g" or "4g". */
  effectiveType?: string;
}

/** Returns an object without fields in browsers that tell nothing. */
export const getConnection = (): Connection => (navigator as { connection?: Connection }).connection ?? {};
