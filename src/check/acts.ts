import type { Act } from './act.ts';
import { accessAct } from './acts/access.ts';
import { endAct } from './acts/end.ts';
import { leaveAct } from './acts/leave.ts';
import { secretsAct } from './acts/secrets.ts';
import { talkAct } from './acts/talk.ts';
import { wholeAct } from './acts/whole.ts';

/** All acts. They share no interview and may be played at the same time, but for the last, which looks at what all have heard. */
export const ACTS = [accessAct, talkAct, leaveAct, endAct, wholeAct] as readonly Act<unknown>[];
export const LAST_ACT = secretsAct as Act<unknown>;
