/**
 * Thrown by a check whose rule does not hold. The message says what was expected and what was
 * received.
 */
export class Violation extends Error {
  override name = 'Violation';
}

/** Thrown by a check that cannot decide whether its rule holds. The message says why. */
export class Inconclusive extends Error {
  override name = 'Inconclusive';
}

export type Outcome = 'holds' | 'fails' | 'skipped';
