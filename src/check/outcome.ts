/** Thrown by a check whose row does not hold; the message says what was expected and what came. */
export class Violation extends Error {
  override name = 'Fault';
}

/** Thrown by a check that can't tell, with the reason. */
export class Inconclusive extends Error {
  override name = 'Untold';
}

export type Outcome = 'holds' | 'fails' | 'skipped';
