import type { Suite } from './suite.ts';
import { accessSuite } from './suites/access.ts';
import { completionSuite } from './suites/completion.ts';
import { leaveSuite } from './suites/leave.ts';
import { messagesSuite } from './suites/messages.ts';
import { naturalEndSuite } from './suites/natural-end.ts';
import { secretsSuite } from './suites/secrets.ts';

/** All acts. They share no interview and may be played at the same time, but for the last, which looks at what all have heard. */
export const SUITES = [
  accessSuite,
  messagesSuite,
  leaveSuite,
  completionSuite,
  naturalEndSuite,
] as readonly Suite<unknown>[];
export const LAST_SUITE = secretsSuite as Suite<unknown>;
