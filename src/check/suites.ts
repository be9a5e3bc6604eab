import type { Suite } from './suite.ts';
import { accessSuite } from './suites/access.ts';
import { completionSuite } from './suites/completion.ts';
import { leaveSuite } from './suites/leave.ts';
import { messagesSuite } from './suites/messages.ts';
import { naturalEndSuite } from './suites/natural-end.ts';
import { respondentsSuite } from './suites/respondents.ts';
import { secretsSuite } from './suites/secrets.ts';

/** Suites share no interview, so they may run at the same time. */
export const SUITES = [
  accessSuite,
  messagesSuite,
  leaveSuite,
  completionSuite,
  naturalEndSuite,
  respondentsSuite,
] as readonly Suite<unknown>[];

/** Runs after all others: it searches every response that they received. */
export const LAST_SUITE = secretsSuite as Suite<unknown>;
